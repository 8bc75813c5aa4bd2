import { receiver as english } from '../en/receiver.ts';
import { translation } from '../translation.ts';

export const receiver = translation(english, {
  receiver_said: '{problem}：{said}',
  receiver_and_cure: '{problem}；¦{cure}',
  receiver_token_cure: '请检查 EXTERNAL_API_TOKEN，使用 API_Meter 时还要检查 API_METER_TENANT_ID',
  receiver_proxy_cure: '请让对方在该代理上配置凭据',
  receiver_address_cure: '请修正 EXTERNAL_API_URL，再用 dify-usage spool retry ID 发送待发的数据',
  receiver_temporary: '{host} 返回了 {status}',
  receiver_refused_token: '{host} 拒绝了访问令牌（{status}）',
  receiver_proxy_credentials: '{host} 后面的代理要求凭据（407）',
  receiver_no_address: '{host} 的这个地址上没有接收端（{status}）',
  receiver_too_large: '{host} 认为请求体过大（413）',
  receiver_refused_body: '{host} 拒绝了请求体（{status}）',
  receiver_answer: '{host} 返回了 {status}，{what}',
  receiver_answer_too_long: '内容超过 64 KB；¦请检查 EXTERNAL_API_URL',
  receiver_answer_html: '内容是 HTML 页面而不是 JSON；¦请检查 EXTERNAL_API_URL',
  receiver_answer_no_json: '内容不是 JSON；¦请检查 EXTERNAL_API_URL',
  receiver_answer_no_object: '内容是 JSON，但不是对象；¦请检查 EXTERNAL_API_URL',
  receiver_answer_failure: '内容为 success: false；¦请查看接收端的日志',
  receiver_answer_failure_said: '内容为 success: false：{said}',
  receiver_redirects: '{host} 重定向{to}（{status}）；¦请将 EXTERNAL_API_URL 设为最终地址',
  receiver_redirects_elsewhere: '到其他地址',
  receiver_redirects_to: '到 {address}',
  receiver_interrupted: '运行在接收端响应之前被要求停止',
  receiver_deadline: '{host} 未在 {deadline} 毫秒内响应',
});
