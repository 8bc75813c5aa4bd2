import { receiver as english } from '../en/receiver.ts';
import { translation } from '../translation.ts';

export const receiver = translation(english, {
  receiver_said: '{problem}: {said}',
  receiver_and_cure: '{problem}。¦{cure}',
  receiver_token_cure:
    'EXTERNAL_API_TOKEN と、API_Meter の場合は API_METER_TENANT_ID を確認してください',
  receiver_proxy_cure: 'そのプロキシ側で設定してもらってください',
  receiver_address_cure:
    'EXTERNAL_API_URL を修正してから、送信待ちのものを dify-usage spool retry ID で送信してください',
  receiver_temporary: '{host} が {status} を返しました',
  receiver_refused_token: '{host} が認証トークンを拒否しました（{status}）',
  receiver_proxy_credentials: '{host} の背後のプロキシが認証情報を要求しています（407）',
  receiver_no_address: '{host} のそのアドレスに送信先はありません（{status}）',
  receiver_too_large: '{host} は本文が大きすぎると応答しました（413）',
  receiver_refused_body: '{host} が本文を拒否しました（{status}）',
  receiver_answer: '{host} が {status} を返しましたが、内容は {what}',
  receiver_answer_too_long: '64 KB を超えています。¦EXTERNAL_API_URL を確認してください',
  receiver_answer_html: 'JSON ではなく HTML のページでした。¦EXTERNAL_API_URL を確認してください',
  receiver_answer_no_json: 'JSON ではありませんでした。¦EXTERNAL_API_URL を確認してください',
  receiver_answer_no_object:
    'JSON オブジェクトではありませんでした。¦EXTERNAL_API_URL を確認してください',
  receiver_answer_failure: 'success: false でした。¦送信先のログを確認してください',
  receiver_answer_failure_said: 'success: false でした: {said}',
  receiver_redirects:
    '{host} が{to}にリダイレクトしました（{status}）。¦EXTERNAL_API_URL に最終的なアドレスを設定してください',
  receiver_redirects_elsewhere: '別のアドレス',
  receiver_redirects_to: ' {address} ',
  receiver_interrupted: '送信先が応答する前に、実行の停止が指示されました',
  receiver_deadline: '{host} の応答が {deadline} ミリ秒以内にありませんでした',
});
