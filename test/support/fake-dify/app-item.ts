import { isAtLeast } from './presets.ts';
import type { WorldApp } from './world.ts';

const NOBODY = '00000000-0000-4000-8000-00000000000a';

/** An element of the app list; what the world says beats what was recorded. */
export function appItem(version: string, app: WorldApp): object {
  const recorded = app.item;
  return {
    max_active_requests: null,
    description: isAtLeast(version, '1.11.0') ? '' : null,
    ...ICON,
    use_icon_as_answer_icon: false,
    created_by: NOBODY,
    updated_by: NOBODY,
    tags: [],
    ...(isAtLeast(version, '1.4.1')
      ? { access_mode: null, create_user_name: null, author_name: 'Owner' }
      : {}),
    ...(isAtLeast(version, '1.10.0') ? { has_draft_trigger: false } : {}),
    workflow: workflowOf(app),
    ...recorded,
    ...identityOf(app),
    model_config: modelConfigOf(app),
  };
}

/** `GET /apps/{id}` */
export function appDetail(version: string, app: WorldApp): object {
  const { created_by: createdBy, updated_by: updatedBy } = app.item ?? {};
  const since = (least: string, keys: object) => (isAtLeast(version, least) ? keys : {});
  return {
    ...identityOf(app),
    description: '',
    ...ICON,
    enable_site: true,
    enable_api: true,
    model_config: modelConfigOf(app),
    workflow: app.item?.['workflow'] ?? workflowOf(app),
    site: { access_token: 'site', code: 'site', title: app.name },
    api_base_url: 'http://localhost/v1',
    use_icon_as_answer_icon: false,
    created_by: createdBy ?? NOBODY,
    updated_by: updatedBy ?? NOBODY,
    deleted_tools: [],
    ...since('1.4.1', { access_mode: null }),
    ...since('1.7.0', { max_active_requests: null }),
    ...since('1.7.2', { tags: app.item?.['tags'] ?? [] }),
    ...since('1.11.3', { tracing: null }),
  };
}

const ICON = { icon_type: 'emoji', icon: '🤖', icon_background: '#FFEAD5', icon_url: null };

function identityOf(app: WorldApp): object {
  return {
    id: app.id,
    name: app.name,
    mode: app.mode,
    created_at: Math.floor(app.createdAtUs / 1e6),
    updated_at: Math.floor(app.updatedAtUs / 1e6),
  };
}

function modelConfigOf(app: WorldApp): unknown {
  const recorded = app.item?.['model_config'] ?? null;
  if (app.modelConfig === null) return recorded;
  const { provider, name, updatedAtUs } = app.modelConfig;
  return {
    pre_prompt: null,
    created_by: NOBODY,
    created_at: Math.floor(app.createdAtUs / 1e6),
    updated_by: NOBODY,
    ...(typeof recorded === 'object' ? recorded : {}),
    model: { provider, name, mode: 'chat', completion_params: {} },
    updated_at: Math.floor(updatedAtUs / 1e6),
  };
}

function workflowOf(app: WorldApp): object | null {
  if (app.mode !== 'workflow' && app.mode !== 'advanced-chat') return null;
  return {
    id: app.id,
    created_by: NOBODY,
    created_at: Math.floor(app.createdAtUs / 1e6),
    updated_by: null,
    updated_at: Math.floor(app.updatedAtUs / 1e6),
  };
}
