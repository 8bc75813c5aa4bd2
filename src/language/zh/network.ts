import { network as english } from '../en/network.ts';
import { translation } from '../translation.ts';

export const network = translation(english, {
  network_unreachable: '无法连接 {host}：{problem}',
  network_insecure: '无法与 {host} 建立安全连接：{problem}',
  network_proxy: '无法经代理 {proxy} 连接 {host}：{problem}',
  network_timeout:
    '{host} 未在 {timeout} 毫秒内完成响应；¦如持续出现，请查明慢在对方还是中间的网络',
  network_through_proxy: '{host}（经代理 {proxy}）',
  network_redirect: '{host} 重定向{to}（{status}）；¦请配置最终地址',
  network_redirect_elsewhere: '到其他地址',
  network_redirect_to: '到 {address}',
  network_status: '{host} 返回了 {status}',
  network_status_detail: '{host} 返回了 {status}：{detail}',
  network_format: '{host} 的响应不符合预期：{what}',
  format_html: '是 HTML 页面而不是 JSON；¦请检查地址，中间可能有代理或登录页',
  format_json: '不是有效的 JSON；¦如持续出现，请检查中间的各个组件',
  format_type: 'JSON 的结构有误；¦请检查地址',
  format_size: '超出可读取的大小；¦请检查地址',
  network_facts_and_cure: '{problem}（{facts}）；¦{cure}',
  network_facts: '{code}，{place}',
  failure_unknown: '请求失败',
  failure_ECONNREFUSED: '该处没有服务在监听',
  failure_ECONNRESET: '连接被重置',
  failure_EPIPE: '连接被关闭',
  failure_ENOTFOUND: '名称无法解析',
  failure_EAI_AGAIN: '目前无法查询该名称',
  failure_EHOSTUNREACH: '没有到达它的路由',
  failure_ENETUNREACH: '没有到达其网络的路由',
  failure_handshake_timeout: '对方接受了连接，但在 TLS 握手中没有任何回应',
  failure_connect_timeout: '在限定时间内未能连接',
  failure_headers_timeout: '在限定时间内没有响应',
  failure_body_timeout: '响应中途停止',
  failure_closed: '响应尚未完整到达，连接就已关闭',
  failure_no_http: '它不是 HTTP 服务',
  cure_running: '请检查其是否在运行，以及地址和端口是否正确',
  cure_address_and_dns: '请检查地址和 DNS',
  cure_dns_if_it_lasts: '如持续出现，请检查 DNS',
  cure_routes: '请检查路由',
  cure_firewall: '请检查中间是否有防火墙',
  cure_in_between: '如持续出现，请检查中间的各个组件',
  cure_handshake: '请检查该端口是否使用 https，以及中间是否有检查 TLS 的防火墙等设备',
  cure_address_and_port: '请检查地址和端口是否正确',
  proxy_no_http: '它不是 HTTP 服务；¦请修正 {variable}，尤其是其中的端口',
  proxy_no_answer: '它没有响应；¦请检查 {variable} 是否正确，以及代理是否正常',
  proxy_closed:
    '它未作响应就关闭了连接（{code}）；¦请确认 {variable} 指向的是 HTTP 代理，且仅当代理自身使用 TLS 时才写 https://',
  proxy_tls_hint: '{problem}；¦请注意，多数代理在 {variable} 中应写成 http://',
  proxy_named_by: '该代理由 {variable} 指定；{problem}',
  proxy_demands_credentials:
    '它要求用户名和密码（{status}）；¦请在 {variable} 中写成 http://user:password@{proxy}',
  proxy_refused_credentials:
    '它拒绝了 {variable} 中的用户名或密码（{status}）；¦请修正，@ : / # % 等字符须用百分号编码',
  proxy_forbids: '它不允许该地址（403）；¦请在该代理上放行，{around}',
  proxy_could_not_connect: '它无法连接该地址（{status}）；¦请检查地址，{around}',
  proxy_failed: '它出错了（{status}）；¦如持续出现，请查看其日志',
  proxy_no_proxy: '它返回了 {status}，不像是可用的代理；¦请修正 {variable}，{around}',
  proxy_or_around: '如可直接访问，请将 {host} 写入 NO_PROXY',
  tls_code: '{code}；¦{cure}',
  tls_handshake: 'TLS 握手失败（{code}）；¦请确认对方支持使用 TLS 1.2 或更高版本的 https',
  tls_none:
    '应答方不支持 TLS（{code}）；¦如果它使用明文 http，请将地址改为以 http:// 开头，否则请修正端口',
  tls_client_certificate:
    '对方要求客户端证书（{code}），而本程序无法出示；¦请让对方无需证书放行本机，或在前面放置会出示证书的代理',
  tls_refused:
    '对方拒绝了 TLS 握手（{code}）；¦请在对方检查是否要求客户端证书（本程序无法出示），或是否没有 TLS 1.2 及以上的密码套件',
  tls_trust_cure:
    '请用 --ca-file 或 NODE_EXTRA_CA_CERTS 指定签发它的证书颁发机构；如有中间颁发机构，请指定最顶层的那个，并让对方一并发送中间证书',
  tls_unknown_authority: '其证书由未知的颁发机构签发；¦{cure}',
  tls_no_authority:
    '其证书的签发者并非证书颁发机构；¦请用 --ca-file 指定最顶层的颁发机构，并让对方一并发送中间证书',
  tls_self_signed: '其证书为自签名；¦如确认无误，请用 --ca-file 或 NODE_EXTRA_CA_CERTS 指定该证书',
  tls_expired:
    '其证书或签发机构的证书已过期；¦请在对方处更新，签发机构的证书更新后还要用 --ca-file 指定',
  tls_not_yet_valid: '其证书尚未生效；¦请核对两台机器的时钟',
  tls_other_name: '其证书属于其他名称；¦请使用证书签发时所用的名称，--ca-file 对此不起作用',
  tls_other_names:
    '其证书属于其他名称（{names}）；¦请使用证书签发时所用的名称，--ca-file 对此不起作用',
});
