# 规则的答复，以及发生的事情。

## 拒绝：一句话，并给出下一步

refusal-needs-reason = 需要写明理由：请简要说明原因。
refusal-not-opened = 还没有打开处置方案：请先打开一个。
refusal-already-opened = 已经打开：请直接继续。
refusal-not-started = 还没有开始计时：请先开始。
refusal-already-started = 已经开始：请继续执行步骤。
refusal-over = 已经结束：只能补充记录、待闭环事项和报告。
refusal-only-in-drill = 只有演练可以这样做：当前是{ $kind }，会一直进行到宣布结束。
refusal-already-paused = 演练已经暂停：要接着进行，请选择继续。
refusal-not-paused = 演练没有暂停：无需继续。
refusal-no-such-step = 没有步骤「{ $step }」：请从步骤列表中选择。
refusal-no-such-role = 方案中没有角色「{ $role }」：请从角色列表中选择。
refusal-no-such-item = { $step } 没有这一项：请选择该步骤中的项目。
refusal-no-such-option = { $step } 没有这个选项：请从列出的选项中选择。
refusal-no-such-notice = 方案中没有通知「{ $notice }」：请从通知列表中选择。
refusal-no-such-obligation = 方案中没有待闭环事项「{ $obligation }」：请从列表中选择。
refusal-no-such-timer = 没有可以手动确认的计时「{ $timer }」：请从时钟列表中选择。
refusal-no-such-reminder = 没有{ $seq }号提醒：请从时钟列表中选择。
refusal-no-such-variable = 方案中没有变量「{ $name }」：请从列表中选择。
refusal-no-such-line = 列表中没有第{ $line }条：请从列出的条目中选择。
refusal-step-finished = { $step } 已有结果：要再做一次，请重新打开。
refusal-step-active = { $step } 已在进行：请继续。
refusal-step-not-active = { $step } 还没有开始：请先开始这一步。
refusal-step-not-finished = { $step } 还没有结果，无需重新打开：请先完成。
refusal-not-waiting = { $step } 没有在等待：请继续。
refusal-nothing-asked = { $step } 没有要求填写这一项：可以改写一条记录。
refusal-nothing-to-change = 已经是这样：没有改动。
refusal-danger = { $step } 是危险操作：请输入「{ $expected }」确认。
refusal-ask-after-failure = 方案没有写明 { $step } 未成功后怎么办：请选择继续、重做或转到其他步骤。
refusal-approval-not-asked = 没有请{ $role }批准{ $subject }：请先请示。
refusal-bad-value = 「{ $name }」不能填这个值：请看清要求后重新填写。
refusal-obligation-not-open = 「{ $obligation }」目前不是待闭环事项：无需闭环。
refusal-obligation-open = 「{ $obligation }」已是待闭环事项：完成后再闭环。
refusal-no-deputy = { $role }没有人代理，无需交回：可以直接分工。
refusal-already-holds = { $person }已经担任{ $role }：请选择其他人。
refusal-bad-estimate = 预计恢复时间应在今后三十天以内：请重新填写，例如 30m 或 2h。
refusal-bad-time = 所填时间应在过去三十天以内：请重新填写，例如 14:41。
refusal-empty = 没有内容：请写几个字。
refusal-taken-role = { $by }已先将{ $what }交给{ $to }（#{ $seq }）：如仍需更改，请重做一次。
refusal-taken-role-emptied = { $by }已先将{ $what }空出（#{ $seq }）：如仍需更改，请重做一次。
refusal-taken-step = { $by }已先将 { $what } 交给{ $to }（#{ $seq }）：如仍需更改，请重做一次。
refusal-taken-step-back = { $by }已先将 { $what } 交还其角色（#{ $seq }）：如仍需更改，请重做一次。
refusal-taken-start = { $by }已先开始 { $what }（#{ $seq }）：请商定由谁执行。
refusal-nothing-to-take-back = 没有可以撤回的操作：只能撤回本人最近一次操作。
refusal-not-due = 这一项已不再到期：没有改动。

## 关口：缺什么，怎么办，以及两者合成的一句话

gate-unticked = { $step } 还有{ $items }未勾选：{ $list }
gate-unticked-next = 请勾选，或写明理由后继续。
gate-evidence = { $step } 还缺{ $count }项佐证
gate-evidence-next = 请补充，或写明理由后继续。
gate-undecided = { $step } 还没有决策
gate-undecided-next = 请决策，或写明理由后继续。
gate-no-estimate = { $step } 还没有预计恢复时间
gate-no-estimate-next = 请填写，或写明理由后继续。
gate-notices = { $step } 还有通知未发出：{ $list }
gate-notices-next = 请发出并标记，或写明理由后继续。
gate-child = { $step } 转入的《{ $runbook }》尚未执行完
gate-child-next = 请先执行完，或写明理由后就此离开。
gate-wait = { $step } 还需等待{ $left }
gate-wait-next = 请等待，或写明理由后立即继续。
gate-requires = { $step } 要等以下步骤有结果后进行：{ $list }
gate-requires-next = 请先完成，或写明理由后立即开始。
gate-approval = 还没有得到{ $list }批准：{ $subject }
gate-approval-next = 请先请示批准，或写明理由后继续。
gate-authority = { $authority }应由{ $list }进行
gate-authority-nobody = 方案没有指定可以{ $authority }的角色
gate-authority-next = 请由其进行，或写明理由后自行进行。
gate-authority-nobody-next = 请写明理由后自行进行。
gate-precautions = 还有{ $count }条注意事项未确认
gate-precautions-next = 请确认，或写明理由后开始。
gate-roles = 还没有人担任{ $list }
gate-roles-next = 请先分工，或写明理由后开始。
gate-end = 还不具备结束条件：{ $list }
gate-end-criteria = { $count }条结束条件未勾选
gate-end-owed = 待闭环：{ $list }
gate-end-notices = 通知未发出：{ $list }
gate-end-active = 步骤未了结：{ $list }
gate-end-next = 请到收尾页（:wrap-up）处理，或写明理由后结束。
gate-sentence = { $missing }。{ $next }
gate-join = { $before }；{ $after }

## 处置过程

event-opened = 打开，类型：{ $kind }
event-opened-form = 打开，类型：{ $kind }，{ $form }
event-started = 开始，计时启动
event-paused = 演练暂停
event-resumed = 演练继续
event-ended = 宣布结束
event-terminated = 演练提前终止
event-converted = 演练转入真实处置
event-rejoined = 在 { $place } 重新接入，无人值守{ $span }
event-terminal-joined = 在 { $place } 加入
event-terminal-taken-over = { $said }，接管本人原终端（进程 { $pids }）

## 人员与准备

event-role-assigned = { $role }由{ $person }担任
event-role-emptied = { $role }暂无人担任
event-took-over = { $deputy }代理{ $role }
event-took-over-for = { $deputy }代理{ $role }（代{ $holder }）
event-handed-back = { $deputy }交回{ $role }
event-presence = { $person }：{ $presence }
event-precaution = 已确认注意事项：{ $text }
event-prerequisite = 前提已具备：{ $text }
event-variable = { $name } = { $value }
event-variable-secret = { $name } 已填写，内容保密
event-exit = 结束条件已满足：{ $text }

## 步骤

event-phase = 进入阶段：{ $phase }
event-flow = 从 { $from } 转到 { $to }
event-child-entered = { $step } 转入《{ $runbook }》
event-child-returned = 《{ $runbook }》执行完毕，回到 { $step }
event-step-called = { $step } 需同时执行
event-end-proposed = 按方案可以结束
event-step-started = { $step } 开始
event-step-started-hand = { $step } 手动开始
event-step-started-jump = { $step } 跳转开始
event-step-done = { $step } 完成
event-step-failed = { $step } 未成功
event-step-skipped = { $step } 跳过
event-step-ruled-out = { $step } 不适用
event-step-ruled-out-condition = { $step } 不适用：条件不成立
event-step-ruled-out-jumped = { $step } 不适用：已越过
event-step-ruled-out-passed = { $step } 不适用：未走这一分支
event-step-ruled-out-kind = { $step } 不适用：不属于本类型
event-step-deferred = { $step } 延期至{ $until }
event-step-waiting = { $step } 等待：{ $on }
event-step-waiting-ended = { $step } 等待结束
event-step-reopened = { $step } 重新打开
event-step-reopened-loop = { $step } 返回重做
event-step-reopened-jump = { $step } 再次打开
event-step-reassigned = { $step } 改由{ $person }执行
event-step-reassigned-role = { $step } 交回原角色执行
event-ticked = { $step }：勾选「{ $item }」
event-unticked = { $step }：取消勾选「{ $item }」
event-evidence = { $step }：佐证 { $text }
event-file-attached = 已留存 { $name }（{ $bytes } 字节）：{ $path }
event-file-not-kept = { $text }（文件未留存）
event-text-attached = 全文已留存（{ $bytes } 字节）：{ $path }
event-evidence-asked = { $step }：佐证 { $text }（{ $asked }）
event-applies = { $step } 适用
event-applies-not = { $step } 不适用
event-danger = { $step }：已输入「{ $typed }」确认危险操作
event-decided = { $step } 决策：{ $chosen }
event-decided-freely = 决策「{ $question }」：{ $chosen }
event-gate-passed = 写明理由后放行：{ $missing }

## 请示批准、预计、通知、待闭环

subject-notice = 通知「{ $notice }」
event-approval-asked = 请{ $role }批准：{ $subject }
event-approved = { $role }批准：{ $subject }
event-approved-by-word = { $role }口头批准：{ $subject }
event-refused = { $role }不批准：{ $subject }
event-refused-by-word = { $role }口头表示不批准：{ $subject }
event-estimate = 预计恢复时间：{ $span }后，{ $time }
event-milestone = 时间节点：{ $milestone }
event-milestone-in = { $runbook } 的时间节点：{ $milestone }
event-notice-due = 待发通知：{ $notice }
event-notice-sent = 已发通知「{ $notice }」
event-notice-sent-to = 已发通知「{ $notice }」：{ $list }
event-notice-sent-to-many = 已发通知「{ $notice }」，共{ $count }个对象
event-owed = 待闭环：{ $obligation }
event-owed-due = 待闭环，{ $time }前：{ $obligation }
event-owed-done = 已闭环：{ $obligation }
event-owed-late = 逾期未闭环，应于{ $time }：{ $obligation }

## 计时

event-timer-armed-since = 开始计时：{ $timer }，自 { $time } 起算
event-timer-armed = 开始计时：{ $timer }
event-timer-rearmed = 恢复计时：{ $timer }
event-timer-warned = { $timer }：{ $time }到时
event-timer-breached = { $timer }：已超时，应于{ $time }
event-timer-breached-early = { $timer }：预计恢复时间晚于时限{ $time }
event-timer-met = { $timer }：已达成
event-timer-stopped = 停止计时：{ $timer }
event-cadence-due = { $time }应进行进展通报：{ $timer }
event-cadence-met = 已进行进展通报：{ $timer }
event-timebox-warned = { $step }：限时{ $time }到
event-timebox-over = { $step }：已超过限时，应于{ $time }完成
event-wait-over = { $step }：等待时间到

## 记录与提醒

event-note = { $kind }：{ $text }
event-reminder-set = 设提醒，{ $time }：{ $text }
event-reminder-due = 提醒：{ $text }
event-reminder-cleared = 提醒已处理：{ $text }
event-withdrawn-what = 撤回：{ $what }
event-withdrawn = 撤回{ $seq }号记录
event-clock-forward = 主机系统时间被调快{ $span }
event-clock-back = 主机系统时间被调慢{ $span }
event-unknown = 未知类型的记录「{ $kind }」，由其他版本写入
with-stated = { $event }（{ $time }）
with-why = { $event }（{ $why }）
numbered-line = 第{ $number }条
numbered-entry = { $seq }号
