import { statuses as english } from '../en/statuses.ts';
import { translation } from '../translation.ts';

export const statuses = translation(english, {
  statuses_heading: '退出状态码，以及应由谁处理：',
  status_ok: '已送达，或没有需要上报的数据，或试运行',
  status_commandLine: '选项或参数有误',
  status_dataError: '请求体被永久拒绝或无法表示，或 cache/ 已损坏',
  status_unavailable: '无法完整读取 Dify 或 AWS，或 --strict 发现差异',
  status_internal: '程序缺陷；堆栈跟踪见 stderr',
  status_cannotSpool: '既未送达，也未能存入待发队列',
  status_outputLost: '无法完整写入 stdout 或 --output 的文件',
  status_spooled: '暂未送达但已安全存入待发队列，或另一次运行正在进行',
  status_protocol: '接收端的响应不符合约定；请求体已保留',
  status_noPermission: 'Dify、接收端、代理或 AWS 拒绝了凭据',
  status_config: '配置缺失或有误，或地址不存在',
  status_hungUp: '终端已关闭；没有丢失任何内容',
  status_interrupted: '已中断；没有丢失任何内容',
  status_terminated: '已被终止；没有丢失任何内容',
  actor_nobody: '无需处理',
  actor_nobody_unless_it_lasts: '无需处理，除非持续出现',
  actor_caller: '调用者',
  actor_developer: '开发人员',
  actor_operator: '运维人员',
  actor_operator_now: '运维人员（立即）',
});
