import { type Message, message } from '../language/message.ts';
import { safeText } from '../text/safe-text.ts';
import type { Assumption } from '../usage/usage-report.ts';
import { appName } from './app-name.ts';
import type { Warning } from './warning.ts';

/** What was decided for want of knowledge. */
export function assumptionWarning(assumption: Assumption): Warning {
  const app = appName(assumption.app.name);
  switch (assumption.kind) {
    case 'bucket': {
      const { tokens, bucket: period } = assumption;
      return {
        code: 'bucket_assumed',
        text: message('assumption_bucket', { app, tokens, period }),
      };
    }
    case 'model': {
      const { tokens } = assumption;
      return { code: 'model_assumed', text: message('assumption_model', { app, tokens }) };
    }
    case 'currency':
      return describeCurrency(app, assumption);
  }
}

function describeCurrency(
  app: Message,
  {
    model: known,
    currency: { currency, basis, likelyRmb },
  }: Extract<Assumption, { kind: 'currency' }>,
): Warning {
  const model =
    known === undefined ? message('assumption_unknown_model') : safeText(known.name, 60);
  const values = { app, model, currency };
  return {
    code: likelyRmb ? 'currency_likely_rmb' : 'currency_assumed',
    text:
      basis === 'present_model'
        ? message('assumption_currency_of_present_model', values)
        : message(likelyRmb ? 'assumption_currency_likely_rmb' : 'assumption_currency', values),
  };
}
