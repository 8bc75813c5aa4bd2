import { delivery as english } from '../en/delivery.ts';
import { translation } from '../translation.ts';

export const delivery = translation(english, {
  delivery_accepted: '已送达 {period} 的 {records} 条记录：{said}',
  delivery_accepted_after_attempts:
    '经 {attempts} 次尝试，已送达 {period} 的 {records} 条记录：{said}',
  delivery_already_received: '接收端此前已收到',
  delivery_said_nothing: '已接受',
  delivery_partly: '部分送达：{period} 的其他请求体尚未到达接收端。',
  delivery_rejected:
    '被永久拒绝：{period} 的 {records} 条记录，已作为 {id} 保存在 rejected/：{reason}',
  delivery_quarantined: '已隔离：{name}：{reason}',
  delivery_deferred: '未送达，{bodies} 个请求体留待下次运行：{reason}',
  delivery_for_other_receiver:
    '待发队列中有 {bodies} 个请求体要发往另一个接收端：请用 spool retry ID 将其发送到当前接收端，或将其删除。',
  catch_up_no_receipt: '补导出：尚无此类导出的回执，因此只导出最近一个期间。',
  catch_up_nothing_missing: '补导出：自 {since} 以来，没有缺少回执的期间。',
  catch_up_missing: '补导出：自 {since} 以来，有 {periods} 个期间没有回执。',
  catch_up_missing_more:
    '补导出：自 {since} 以来，有 {periods} 个期间没有回执，本次运行处理其中 {taken} 个。',
  catch_up_untried: '后面的 {periods} 个期间留待下次运行，以免先于这个期间送达。',
  catch_up_status: '  {period}：退出状态码 {status}',
  catch_up_outcome: '  {period}：{outcome}',
  catch_up_warning: '    警告：{warning}',
  catch_up_unchanged: '自 {since} 起没有变化',
  catch_up_nothing: '没有需要上报的数据',
  catch_up_delivered: '已送达，共 {bodies} 个请求体',
});
