<?php
namespace Magesaas;

const KEYS = 'services_connector/services_connector_integration/';
const IDS = 'services_connector/services_id/';
const STAMP = 'magesaas/attachment/stamp';
const SECRET_PATHS = [
    KEYS . 'production_api_key',
    KEYS . 'production_private_key',
    KEYS . 'sandbox_api_key',
    KEYS . 'sandbox_private_key',
];
const ID_PATHS = [
    IDS . 'project_id',
    IDS . 'project_name',
    IDS . 'environment_id',
    IDS . 'environment_name',
    IDS . 'environment',
];
const MANAGED_PATHS = [
    SECRET_PATHS[0], SECRET_PATHS[1], SECRET_PATHS[2], SECRET_PATHS[3],
    ID_PATHS[0], ID_PATHS[1], ID_PATHS[2], ID_PATHS[3], ID_PATHS[4],
];
const BASE_URL_PATHS = ['web/unsecure/base_url', 'web/secure/base_url'];
/** What `{{base_url}}` reads as without a web request (contract §1). */
const AUTOMATIC_BASE_URL = 'http://localhost/';
const ENVIRONMENT = 'magento_saas/environment';
const CREDENTIALS_TYPE = 'services_connector/services_connector_credentials/credentials_type';
const JUDGED_PATHS = [
    ENVIRONMENT,
    CREDENTIALS_TYPE,
    'services_connector/production_gateway_url',
    'services_connector/sandbox_gateway_url',
];
const MODULE_OF_PATHS = [KEYS => 'Magento_ServicesConnector', IDS => 'Magento_ServicesId'];
const GETTERS = [IDS . 'project_id' => 'getProjectId', IDS . 'environment_id' => 'getEnvironmentId'];
const ID_OF_LABEL = [
    IDS . 'project_name' => IDS . 'project_id',
    IDS . 'environment_name' => IDS . 'environment_id',
    IDS . 'environment' => IDS . 'environment_id',
];
