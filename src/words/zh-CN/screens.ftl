# 全屏终端：页眉、窗格、页脚、列表、输入框。

## 每个画面的页眉

head-paused = 暂停
head-elapsed = 用时{ $time }
head-prep = 准备
head-you = 我: { $person }
head-me = 本人
head-all-roles = 全部角色
head-for = { $role }(代{ $person })
head-lead = 负责人: { $person }
head-here = { $count }人到位
head-seq = { $seq }号
head-saved = 已保存
head-nothing-saved = 尚无记录
head-saving = 保存中...
head-not-saved = 未保存: { $reason }
head-damaged = 已保存，先前有损坏
head-saved-elsewhere = 已存于别处
head-saved-fleeting = 重启后丢失
head-saved-off-network = 已存于本机
head-saved-low = 已保存，剩{ $mib } MiB
head-watching = 仅观看
head-others = +{ $count }人
head-pace = { $step } { $late }
head-progress = 已处理{ $done }/{ $all }步
head-no-session = 没有打开的处置。
small-size = 窗口至少{ $cols }x{ $rows }，处置照常进行。

## 紧急事项

urgent-none = 暂无紧急事项
urgent-left = { $title } 余{ $time }
urgent-in = { $title } { $time }后
urgent-over-by-estimate = { $title } 预计超时，余{ $time }
urgent-over = { $title } 超时{ $time }
urgent-approval = { $role }待审批: { $subject }
urgent-notice = 待发: { $title }
urgent-owed = 待闭环: { $title }
urgent-step = 需同时执行：{ $step }
urgent-end = 步骤已全部结束，是否宣布结束

## 画面

tab-step = 步骤
tab-plan = 计划
tab-people = 人员
tab-clocks = 计时
tab-messages = 通知
tab-log = 日志
more-above = 上有{ $count }行 ^
more-below = 余{ $count }行 v

## 计划

plan-danger = 危险
plan-above = 上有{ $count }步 ^
plan-below = 余{ $count }步 v
plan-step = 步骤
plan-state = 状态
plan-person = 人员
plan-planned = 计划
plan-limit = 限时
plan-used = 用时
plan-enter = 查看该步骤

## 步骤

pane-none = 未选步骤，请从计划中选取。
pane-yours = 本人
pane-attempt = 第{ $count }次
pane-next = 下一步: { $step }
pane-limit = 限时{ $limit }
pane-used = { $used } / 限时{ $limit }
pane-over = 超时{ $time }
pane-took = 用时{ $time }
pane-after = 需先完成{ $list }
pane-waiting = 等待: { $on }
pane-overrun = 超时: { $text }
pane-wait = 还需等待{ $time }
pane-wait-over = 等待已结束
pane-repeat = 重复直到: { $text }
pane-danger = 危险: { $text }
pane-says = 口述:「{ $text }」
pane-condition = 是否适用: { $text }
pane-yes = 是
pane-no = 否
pane-optional = { $text }（可选）
pane-expect-step = 确认: { $text }
pane-on = 位置: { $text }
pane-expect = 预期: { $text }
pane-missing = 未填: { $text }
pane-hidden = 含不可见字符，已如实显示
pane-evidence = 记录: { $text }
pane-estimate = 估计恢复时间
pane-back = 预计{ $at }，{ $time }后
pane-back-over = 预计{ $at }，已过{ $time }
pane-notice = 发送: { $title }
pane-sent = { $time } 已发
pane-due = { $time } 应发
pane-decision = 决策: { $text }
pane-to-end = 结束
pane-approval-needed = 需{ $role }审批
pane-approval-asked = { $time } 已请{ $role }审批
pane-approved = { $role } { $person }已批准
pane-approved-by-word = { $role } { $person }口头批准
pane-refused = { $role } { $person }未批准: { $reason }

## 页脚

key-space = 空格
key-enter = 回车
key-esc = Esc
key-tab = Tab
key-backtab = Shift-Tab
key-backspace = 退格
key-delete = Del
key-up = 上
key-down = 下
key-left = 左
key-right = 右
key-pgup = PgUp
key-pgdn = PgDn
key-home = Home
key-end = End
foot-tick = 勾选「{ $item }」
foot-undo = 撤回
foot-start = 开始{ $step }
foot-start-danger = 开始{ $step }，危险，须先确认
foot-approve = 以{ $role }审批{ $subject }
foot-condition = 回答{ $step }是否适用
foot-evidence = 填写「{ $item }」
foot-estimate = 填写预计恢复时间
foot-notice = 标记「{ $notice }」已发
foot-decide = 决策{ $step }
foot-finish = 完成{ $step }
foot-finish-open = 完成{ $step }，{ $open }项未完
foot-goto = 转到{ $step }
foot-wrap-up = 收尾
hint-note = 记录
hint-messages = 通知
hint-copy = 复制
hint-other = 其他结果
hint-decide = 决策
hint-urgent = 最急
hint-palette = 查找操作
hint-remind = 提醒
hint-assign = 分工
hint-commands = 命令
hint-help = 全部按键
hint-up = 上移
hint-down = 下移
hint-clear = 清除
hint-leave = 离开
hint-back = 返回
hint-run = 步骤
hint-page-up = 上一页
hint-page-down = 下一页
answer-line-done = { $said }  { $seq }号
answer-line-refused = 未执行: { $said }
coach = 空格勾选，回车完成，n 记录；全部自动保存。

## 人员

people-role = 角色
people-person = 人员
people-presence = 到位
people-phone = 电话
people-terminals = 在线:
people-join = 加入: runsheet join { $number }
people-terminal-me = { $person }（本终端）
people-terminal = { $person }（{ $host }）
people-watching = 仅观看{ $count }人
people-acting = { $person }代理
people-empty = ({ $person })
people-also = 兼{ $roles }
people-deputy = 代理人{" "}
people-enter = 指定人员

## 计时

clocks-title = 计时
clocks-state = 状态
clocks-limit = 限时
clocks-used = 已用
clocks-left = 剩余
clocks-due = 到期
clocks-none = 没有计时
clocks-not-started = 未开始
clocks-running = 计时中
clocks-warned = 将到期
clocks-over-by-estimate = 预计超时
clocks-over = 超时
clocks-met = 按时
clocks-met-late = 超时完成
clocks-stopped = 停止
clocks-wait = 倒计时
clocks-reminder = 提醒
clocks-obligation = 待闭环
clocks-role = 负责: { $role }
clocks-due-at = 到期 { $time }
clocks-rounds = 按时{ $met }次，漏{ $missed }次
clocks-breach = 超时则: { $text }
clocks-enter = 处理

## 通知

messages-none = 本方案没有通知
messages-due = 待发，自{ $time }
messages-partly = 已通知{ $told }/{ $all }，应发 { $time }
messages-sent = 已发{ $count }次，{ $time }
messages-not-due = 未到时候
messages-to = 发给: { $list }
messages-channel = 方式: { $channel }
messages-release = 由{ $role }批准发布
messages-enter = 标记已发

## 日志

log-who = { $person }:{" "}
log-typed = { $person }({ $who }代记)
log-for = { $person }代{ $holder }
log-withdrawn = [已撤回]{" "}
log-enter = 回到步骤

## 演练交底

briefing-title = 演练交底
briefing-tick = 勾选
briefing-start = 开始
briefing-started = 已经开始。
briefing-enter = 设置所选行
briefing-place = 地点: { $place }
briefing-objective = 目的:{" "}
briefing-safety = 安全: { $text }
briefing-precautions = 注意事项
briefing-prerequisites = 前提条件
briefing-roles = 分工
briefing-variables = 变量
briefing-roll-call = 应到{ $due } 实到{ $present }
briefing-nobody = 无人
briefing-secret = (保密)
briefing-no-value = 未填
briefing-not-in-force = 本方案未生效。
briefing-empty-roles = 无人担任: { $list }
briefing-open-precautions = { $count }条注意事项未确认
briefing-open-prerequisites = { $count }项前提条件未确认
briefing-unset = 未填: { $list }

## 收尾

wrapup-title = 收尾
wrapup-steps = 步骤: 共{ $all }步，完成{ $done }，跳过{ $skipped }，未成功{ $failed }
wrapup-timers = 计时: 按时{ $met }，超时{ $missed }，未到期{ $open }
wrapup-time = 总用时: { $time }
wrapup-exit = 结束条件
wrapup-owed = 待闭环
wrapup-notices = 未发通知
wrapup-active = 未了结的步骤
wrapup-acts = 收尾
wrapup-due = { $time } 到期
wrapup-end = 宣布结束
wrapup-report = 生成报告
wrapup-enter-exit = 勾选
wrapup-enter-exit-ticked = 已勾选，下一项
wrapup-enter-owed = 已完成
wrapup-enter-notice = 标记已发
wrapup-enter-active = 查看该步骤
wrapup-enter-end = 宣布结束
wrapup-enter-report = 生成报告

## 帮助

help-run = 步骤画面
help-session = 处置中
help-global = 任何画面
help-briefing = 演练交底
help-wrap-up = 收尾画面
help-library = 预案库
help-rules = 回车不确认它刚打开的对话框，对话框用数字键选择。

## 输入框与对话框

field-keeps = 连续记录
field-note-hint = 回车 保存  ^J 换行  Esc 保留草稿  开头可写 -5m 或 14:05、@姓名
field-line-hint = 回车 确定   Esc 返回
field-overtaken = { $who } 已先于 { $time } 操作：{ $what }
field-choice-hint = 数字键 选择   Esc 返回
field-choice-more = 更多
field-palette = 全部操作
field-palette-none = 没有这个操作。
field-palette-hint = 回车 执行   Esc 返回
bare-hint = { $key } 返回；用鼠标选取
bare-none = 本步骤没有命令。

## 大屏

wall-steps = 正在进行
wall-no-step = 没有正在进行的步骤
