/** What the receiver's answer means for a body. */
export const receiver = {
  receiver_said: '{problem}: {said}',
  receiver_and_cure: '{problem}; ¦{cure}',
  receiver_token_cure: 'check EXTERNAL_API_TOKEN, and for API_Meter API_METER_TENANT_ID',
  receiver_proxy_cure: 'have them set there',
  receiver_address_cure:
    'correct EXTERNAL_API_URL, then send what waits with dify-usage spool retry ID',
  receiver_temporary: '{host} answered {status}',
  receiver_refused_token: '{host} refused the token ({status})',
  receiver_proxy_credentials: 'A proxy behind {host} demands credentials (407)',
  receiver_no_address: '{host} has no receiver there ({status})',
  receiver_too_large: '{host} finds the body too large (413)',
  receiver_refused_body: '{host} refused the body ({status})',
  receiver_answer: '{host} answered {status} with {what}',
  receiver_answer_too_long: 'more than 64 KB; ¦check EXTERNAL_API_URL',
  receiver_answer_html: 'a page of HTML instead of JSON; ¦check EXTERNAL_API_URL',
  receiver_answer_no_json: 'something that is not JSON; ¦check EXTERNAL_API_URL',
  receiver_answer_no_object: 'JSON that is not an object; ¦check EXTERNAL_API_URL',
  receiver_answer_failure: "success: false; ¦look into the receiver's log",
  receiver_answer_failure_said: 'success: false: {said}',
  receiver_redirects:
    '{host} redirects {to} ({status}); ¦set EXTERNAL_API_URL to the final address',
  receiver_redirects_elsewhere: 'elsewhere',
  receiver_redirects_to: 'to {address}',
  receiver_interrupted: 'The run was told to stop before the receiver answered',
  receiver_deadline: '{host} did not answer within {deadline} ms',
} as const;
