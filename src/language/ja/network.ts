import { network as english } from '../en/network.ts';
import { translation } from '../translation.ts';

export const network = translation(english, {
  network_unreachable: '{host} に接続できませんでした: {problem}',
  network_insecure: '{host} との安全な接続を確立できません: {problem}',
  network_proxy: 'プロキシ {proxy} 経由で {host} に接続できません: {problem}',
  network_timeout:
    '{host} の応答が {timeout} ミリ秒以内に完了しませんでした。¦続く場合は、相手側または経路の遅延を確認してください',
  network_through_proxy: 'プロキシ {proxy} 経由の {host}',
  network_redirect:
    '{host} が{to}にリダイレクトしました（{status}）。¦最終的なアドレスを設定してください',
  network_redirect_elsewhere: '別のアドレス',
  network_redirect_to: ' {address} ',
  network_status: '{host} が {status} を返しました',
  network_status_detail: '{host} が {status} を返しました: {detail}',
  network_format: '{host} の応答は、{what}',
  format_html:
    'JSON ではなく HTML のページでした。¦アドレスを確認し、間にプロキシやログインページがないかも確認してください',
  format_json: '正しい JSON ではありませんでした。¦続く場合は間にあるものを確認してください',
  format_type: '想定外の形の JSON でした。¦アドレスを確認してください',
  format_size: '読み取れる大きさを超えていました。¦アドレスを確認してください',
  network_facts_and_cure: '{problem}（{facts}）。¦{cure}',
  network_facts: '{code}、{place}',
  failure_unknown: 'リクエストに失敗しました',
  failure_ECONNREFUSED: '接続を受け付けていません',
  failure_ECONNRESET: '接続がリセットされました',
  failure_EPIPE: '接続が閉じられました',
  failure_ENOTFOUND: '名前を解決できません',
  failure_EAI_AGAIN: '今は名前を解決できませんでした',
  failure_EHOSTUNREACH: 'そこへの経路がありません',
  failure_ENETUNREACH: 'そのネットワークへの経路がありません',
  failure_handshake_timeout: '接続は受け付けられましたが、TLS ハンドシェイクに応答がありません',
  failure_connect_timeout: '制限時間内に接続できませんでした',
  failure_headers_timeout: '制限時間内に応答がありませんでした',
  failure_body_timeout: '応答が途中で止まりました',
  failure_closed: '応答が完了する前に接続が閉じられました',
  failure_no_http: 'HTTP で応答していません',
  cure_running: '起動していることと、アドレスとポートが正しいことを確認してください',
  cure_address_and_dns: 'アドレスと DNS を確認してください',
  cure_dns_if_it_lasts: '続く場合は DNS を確認してください',
  cure_routes: '経路設定を確認してください',
  cure_firewall: '途中にファイアウォールがないか確認してください',
  cure_in_between: '続く場合は間にあるものを確認してください',
  cure_handshake:
    'そのポートが https を話すか、また TLS を検査するファイアウォールなどが途中にないか確認してください',
  cure_address_and_port: 'アドレスとポートが正しいことを確認してください',
  proxy_no_http:
    'HTTP で応答していません。¦{variable} を修正してください。特にポートを確認してください',
  proxy_no_answer:
    '応答しませんでした。¦{variable} が正しいことと、プロキシが正常なことを確認してください',
  proxy_closed:
    '応答せずに接続を閉じました（{code}）。¦{variable} が HTTP プロキシを指していることを確認してください。https:// は、プロキシ自身が TLS を使う場合にだけ付けてください',
  proxy_tls_hint: '{problem}。¦多くのプロキシは {variable} に http:// で指定します',
  proxy_named_by: '{variable} で指定されたプロキシです。{problem}',
  proxy_demands_credentials:
    'ユーザー名とパスワードを要求しています（{status}）。¦{variable} に http://user:password@{proxy} の形で記入してください',
  proxy_refused_credentials:
    '{variable} のユーザー名またはパスワードを拒否しました（{status}）。¦修正してください。@ : / # % などの文字はパーセントエンコードしてください',
  proxy_forbids:
    'このアドレスへの接続を許可していません（403）。¦プロキシ側で許可してもらうか、{around}',
  proxy_could_not_connect:
    'このアドレスに接続できませんでした（{status}）。¦アドレスを確認するか、{around}',
  proxy_failed: '失敗しました（{status}）。¦続く場合はプロキシのログを確認してください',
  proxy_no_proxy:
    '{status} を返しました。この用途のプロキシではないようです。¦{variable} を修正するか、{around}',
  proxy_or_around: '直接接続できる場合は NO_PROXY に {host} を指定してください',
  tls_code: '{code}。¦{cure}',
  tls_handshake:
    'TLS ハンドシェイクに失敗しました（{code}）。¦相手側が TLS 1.2 以降の https に対応していることを確認してください',
  tls_none:
    '応答した相手は TLS に対応していません（{code}）。¦暗号化なしの http であればアドレスを http:// で始め、そうでなければポートを修正してください',
  tls_client_certificate:
    'クライアント証明書を要求していますが（{code}）、このプログラムは提示できません。¦証明書なしでこのマシンを許可してもらうか、証明書を提示するプロキシを間に置いてください',
  tls_refused:
    'TLS ハンドシェイクが拒否されました（{code}）。¦相手がクライアント証明書（このプログラムは提示できません）を要求していないか、TLS 1.2 以降の暗号スイートを備えているか確認してください',
  tls_trust_cure:
    '署名した認証局を --ca-file または NODE_EXTRA_CA_CERTS で指定してください。中間認証局がある場合は最上位の認証局を指定し、相手側には中間証明書も送信してもらってください',
  tls_unknown_authority: '証明書が未知の認証局によって署名されています。¦{cure}',
  tls_no_authority:
    '証明書が、認証局ではないものによって署名されています。¦最上位の認証局を --ca-file で指定し、相手側には中間証明書も送信してもらってください',
  tls_self_signed:
    '自己署名証明書です。¦正しい証明書であれば --ca-file または NODE_EXTRA_CA_CERTS で指定してください',
  tls_expired:
    '証明書、または署名した認証局の証明書の有効期限が切れています。¦相手側で更新してもらい、認証局が更新された場合はその証明書を --ca-file で指定してください',
  tls_not_yet_valid: '証明書の有効期間がまだ始まっていません。¦両方のマシンの時計を比べてください',
  tls_other_name:
    '証明書が別の名前のものです。¦証明書に記載された名前を使ってください。--ca-file では解決しません',
  tls_other_names:
    '証明書が別の名前（{names}）のものです。¦証明書に記載された名前を使ってください。--ca-file では解決しません',
});
