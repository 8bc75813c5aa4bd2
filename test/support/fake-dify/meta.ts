import { paramError } from './errors.ts';
import { isAtLeast } from './presets.ts';
import type { Answer, PublicCtx, PublicRoute } from './route.ts';
import { systemFeatures } from './system-features.ts';

/** What a server says of itself to anybody. */
export function metaRoutes(): readonly PublicRoute[] {
  return [
    {
      method: 'GET',
      pattern: /^\/system-features$/,
      auth: false,
      handle: ({ state }) => ({ status: 200, body: systemFeatures(state) }),
    },
    { method: 'GET', pattern: /^\/setup$/, auth: false, handle: setup },
    { method: 'GET', pattern: /^\/init$/, auth: false, handle: init },
    {
      method: 'GET',
      pattern: /^\/ping$/,
      auth: false,
      handle: () => ({ status: 200, body: { result: 'pong' } }),
    },
    { method: 'GET', pattern: /^\/version$/, auth: false, handle: newestVersion },
  ];
}

/** The paths whose other framework, from 1.12 on, answers a wrong method with a page. */
export function answersHtml405(version: string, path: string): boolean {
  return isAtLeast(version, '1.12.0') && /^\/(setup|init|ping|version)$/.test(path);
}

function setup({ state }: PublicCtx): Answer {
  if (state.settings.setUp) {
    return { status: 200, body: { step: 'finished', setup_at: '2025-01-01T00:00:00' } };
  }
  const setupAt = isAtLeast(state.version, '1.12.0') ? { setup_at: null } : {};
  return { status: 200, body: { step: 'not_started', ...setupAt } };
}

/** `finished` as well where no initial password is asked for. */
function init(): Answer {
  return { status: 200, body: { status: 'finished' } };
}

/** The newest release, never the installed one; without access to it the echo of the question. */
function newestVersion({ query, state: { version } }: PublicCtx): Answer {
  const asked = query.get('current_version');
  if (asked !== null) {
    return {
      status: 200,
      body: {
        version: asked,
        release_date: '',
        release_notes: '',
        can_auto_update: false,
        features: { can_replace_logo: false, model_load_balancing_enabled: false },
      },
    };
  }
  if (!isAtLeast(version, '1.12.0')) {
    return paramError(version, 'current_version', 'Missing required parameter in the query string');
  }
  const message = "Validation error for parameter 'query'";
  const error = { type: 'validation_error', message, status: 422, details: message };
  return { status: 422, body: { error } };
}
