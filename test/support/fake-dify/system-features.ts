import { isAtLeast } from './presets.ts';
import type { FakeState } from './route.ts';

/** `GET /system-features`, with the keys of the version. */
export function systemFeatures({ version, settings }: FakeState): object {
  const since = (least: string, keys: object) => (isAtLeast(version, least) ? keys : {});
  return {
    sso_enforced_for_signin: false,
    sso_enforced_for_signin_protocol: '',
    ...(isAtLeast(version, '1.4.1') ? {} : OLD_SSO_KEYS),
    enable_email_code_login: false,
    enable_email_password_login: settings.passwordLogin,
    enable_social_oauth_login: false,
    is_allow_register: settings.allowRegister,
    is_allow_create_workspace: false,
    is_email_setup: false,
    license: {
      status: 'none',
      expired_at: '',
      ...since('1.4.1', { workspaces: { enabled: false, size: 0, limit: 0 } }),
    },
    ...since('1.0.0', { enable_marketplace: false }),
    ...since('1.4.1', ENTERPRISE_KEYS),
    ...since('1.5.1', {
      plugin_installation_permission: {
        plugin_installation_scope: 'all',
        restrict_to_marketplace_only: false,
      },
    }),
    ...since('1.7.0', { enable_change_email: true }),
    ...since('1.9.0', { plugin_manager: { enabled: false } }),
    ...since('1.12.0', {
      trial_models: [],
      enable_trial_app: false,
      enable_explore_banner: false,
    }),
    ...since('1.14.0', {
      app_dsl_version: '0.6.0',
      enable_collaboration_mode: true,
      enable_creators_platform: true,
    }),
  };
}

const OLD_SSO_KEYS = {
  sso_enforced_for_web: false,
  sso_enforced_for_web_protocol: '',
  enable_web_sso_switch_component: false,
};

const ENTERPRISE_KEYS = {
  max_plugin_package_size: 15_728_640,
  branding: {
    enabled: false,
    application_title: '',
    login_page_logo: '',
    workspace_logo: '',
    favicon: '',
  },
  webapp_auth: {
    enabled: false,
    allow_sso: false,
    sso_config: { protocol: '' },
    allow_email_code_login: false,
    allow_email_password_login: false,
  },
};
