CREATE TABLE PREFIX_core_config_data (config_id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, scope varchar(8) NOT NULL DEFAULT 'default',
  scope_id int NOT NULL DEFAULT 0, path varchar(255) NOT NULL DEFAULT 'general', value text,
  updated_at timestamp NOT NULL DEFAULT current_timestamp(), UNIQUE KEY u (scope, scope_id, path));
CREATE TABLE PREFIX_flag (flag_id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, flag_code varchar(255) NOT NULL,
  state smallint unsigned NOT NULL DEFAULT 0, flag_data mediumtext, last_update timestamp NOT NULL DEFAULT current_timestamp());
CREATE TABLE PREFIX_cms_block (id int PRIMARY KEY, content mediumtext, picture blob);
CREATE TABLE PREFIX_log (id int);
CREATE VIEW PREFIX_settings AS SELECT path, value FROM PREFIX_core_config_data;
CREATE TRIGGER PREFIX_after_setting AFTER INSERT ON PREFIX_core_config_data FOR EACH ROW INSERT INTO PREFIX_log VALUES (NEW.config_id);
INSERT INTO PREFIX_core_config_data (scope, scope_id, path, value) VALUES
  ('default', 0, 'web/secure/base_url', 'https://shop.example/'), ('default', 0, 'services_connector/services_id/environment_id', '1111'),
  ('websites', 1, 'services_connector/services_id/project_id', 'x'), ('default', 0, 'general/text', 'it''s\n\\ "q"; INSERT'),
  ('default', 0, 'services_connector/services_connector_integration/production_private_key', '0:3:abc'),
  ('default', 0, 'magesaas/attachment/stamp', '{"installation": "acme-eu"}');
INSERT INTO PREFIX_flag (flag_code, flag_data) VALUES ('config_hash', 'h'), ('reports', 'r'), ('system_config_snapshot', REPEAT('secret;''\n', 90000));
INSERT INTO PREFIX_cms_block VALUES (1, 'see core_config_data; and `flag`', x'00ff27');
