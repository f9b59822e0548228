var config = {
    map: { '*': { storefrontEvents: 'Magento_DataServices/js/storefront-events' } }
};
