/** What went wrong on the way to a host, and what to do. */
export const network = {
  network_unreachable: 'Could not reach {host}: {problem}',
  network_insecure: 'No secure connection to {host}: {problem}',
  network_proxy: 'No way to {host} through the proxy {proxy}: {problem}',
  network_timeout:
    '{host} did not finish its answer within {timeout} ms; ¦look at what is slow there or in between if that lasts',
  network_through_proxy: '{host} through the proxy {proxy}',
  network_redirect: '{host} redirects {to} ({status}); ¦configure the final address',
  network_redirect_elsewhere: 'elsewhere',
  network_redirect_to: 'to {address}',
  network_status: '{host} answered {status}',
  network_status_detail: '{host} answered {status}: {detail}',
  network_format: '{host} answered with {what}',
  format_html:
    'an HTML page instead of JSON; ¦check the address, a proxy or login page may be in between',
  format_json: 'something that is not valid JSON; ¦look at what stands in between if that lasts',
  format_type: 'JSON of an unexpected shape; ¦check the address',
  format_size: 'more than can be read; ¦check the address',
  network_facts_and_cure: '{problem} ({facts}); ¦{cure}',
  network_facts: '{code}, {place}',
  failure_unknown: 'the request failed',
  failure_ECONNREFUSED: 'nothing listens there',
  failure_ECONNRESET: 'the connection was reset',
  failure_EPIPE: 'the connection was closed',
  failure_ENOTFOUND: 'the name is not known',
  failure_EAI_AGAIN: 'the name could not be looked up now',
  failure_EHOSTUNREACH: 'there is no way to it',
  failure_ENETUNREACH: 'there is no way to its network',
  failure_handshake_timeout: 'it took the connection and then said nothing in the TLS handshake',
  failure_connect_timeout: 'no connection within the time allowed',
  failure_headers_timeout: 'no answer within the time allowed',
  failure_body_timeout: 'the answer stopped half-way',
  failure_closed: 'the connection was closed before the whole answer came',
  failure_no_http: 'it does not speak HTTP',
  cure_running: 'check that it runs and that address and port are right',
  cure_address_and_dns: 'check the address and the DNS',
  cure_dns_if_it_lasts: 'check the DNS if it lasts',
  cure_routes: 'check the routes',
  cure_handshake:
    'check that the port speaks https, and what stands in between, such as a firewall that looks into TLS',
  cure_firewall: 'a firewall may be in between',
  cure_in_between: 'check what stands in between if that lasts',
  cure_address_and_port: 'check that address and port are right',
  proxy_no_http: 'it does not speak HTTP; ¦correct {variable}, its port above all',
  proxy_no_answer: 'it did not answer; ¦check that {variable} is right and the proxy well',
  proxy_closed:
    'it closed the connection without an answer ({code}); ¦check that {variable} names an HTTP proxy, with https:// only if it speaks TLS itself',
  proxy_tls_hint: '{problem}; ¦most proxies are http:// in {variable}',
  proxy_named_by: 'it is named by {variable}, and {problem}',
  proxy_demands_credentials:
    'it demands a user name and password ({status}); ¦write them into {variable} as http://user:password@{proxy}',
  proxy_refused_credentials:
    'it refused the user name or password in {variable} ({status}); ¦correct them, with characters such as @ : / # % percent-encoded',
  proxy_forbids: 'it does not allow that address (403); ¦have it allowed there, {around}',
  proxy_could_not_connect:
    'it could not connect to that address ({status}); ¦check the address, {around}',
  proxy_failed: 'it failed ({status}); ¦look into its log if it lasts',
  proxy_no_proxy:
    'it answered {status}, as something does that is no proxy for this; ¦correct {variable}, {around}',
  proxy_or_around: 'or name {host} in NO_PROXY if it can be reached directly',
  tls_code: '{code}; ¦{cure}',
  tls_handshake:
    'the TLS handshake failed ({code}); ¦the other side must speak https with TLS 1.2 or newer',
  tls_none:
    'what answers there does not speak TLS ({code}); ¦if it speaks plain http, begin the address with http://, else correct the port',
  tls_client_certificate:
    'it demands a client certificate ({code}), and this program has none to show; ¦have it let this machine in without one, or put a proxy in front that shows one',
  tls_refused:
    'it refused the TLS handshake ({code}); ¦see there whether it demands a client certificate, which this program cannot show, or has no cipher of TLS 1.2 or newer',
  tls_trust_cure:
    'pass the certificate authority that signed it with --ca-file or NODE_EXTRA_CA_CERTS; where others stand in between, pass the one at the top, and have the other side send those',
  tls_unknown_authority: 'its certificate is signed by an unknown authority; ¦{cure}',
  tls_no_authority:
    'its certificate is signed by one that is not an authority; ¦pass the authority at the top with --ca-file, and have the other side send those in between',
  tls_self_signed:
    'its certificate is signed by itself; ¦pass that certificate with --ca-file or NODE_EXTRA_CA_CERTS, if it is the right one',
  tls_expired:
    'its certificate, or that of the authority that signed it, has expired; ¦renew it there, and pass a renewed authority with --ca-file',
  tls_not_yet_valid: 'its certificate is not valid yet; ¦compare the clocks of both machines',
  tls_other_name:
    'its certificate is for another name; ¦use the name that the certificate was issued for, since --ca-file changes nothing here',
  tls_other_names:
    'its certificate is for another name ({names}); ¦use the name that the certificate was issued for, since --ca-file changes nothing here',
} as const;
