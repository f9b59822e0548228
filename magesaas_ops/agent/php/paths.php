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
const MODULE_OF_PATHS = [KEYS => 'Magento_ServicesConnector', IDS => 'Magento_ServicesId'];
const GETTERS = [IDS . 'project_id' => 'getProjectId', IDS . 'environment_id' => 'getEnvironmentId'];
const ID_OF_LABEL = [
    IDS . 'project_name' => IDS . 'project_id',
    IDS . 'environment_name' => IDS . 'environment_id',
    IDS . 'environment' => IDS . 'environment_id',
];
