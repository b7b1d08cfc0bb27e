# 操作：在搜索和帮助页中的名称，所打开的对话框，以及对按键的答复。

## 操作名称。搜索时按这些文字查找：常用的词应首先找到对应的操作。

action-tick = 勾选当前项
action-untick = 取消此项的勾选
action-enter = 执行回车行所写的操作
action-up = 上移一行
action-down = 下移一行
action-page-up = 上翻一屏
action-page-down = 下翻一屏
action-top = 到第一行
action-bottom = 到最后一行
action-switch-pane = 切换到另一栏
action-previous-running = 上一个进行中的步骤
action-next-running = 下一个进行中的步骤
action-take-back = 撤回本人最近一次操作（撤销）
action-note = 写一条记录
action-keep-noting = 连续记录，一条接一条
action-unexpected = 记录意外情况
action-observation = 记录观察
action-other-outcome = 选择其他步骤结果
action-assign = 分工：分配角色和步骤
action-decide = 决策，包括方案之外的决策
action-remind = 设提醒：到时提醒我
action-copy = 复制当前命令
action-show-commands = 显示命令原文，供鼠标选取
action-urgent = 查看最急事项
action-show-run = 查看当前步骤
action-show-plan = 查看全部步骤
action-show-people = 查看人员和角色
action-show-clocks = 查看全部时钟
action-show-messages = 查看通知：内容和对象
action-show-log = 查看日志
action-show-briefing = 查看演练交底
action-show-wrap-up = 收尾：查看尚未处理的事项
action-palette = 输入文字查找任何操作
action-help = 帮助：全部按键
action-repaint = 重新绘制屏幕
action-mute = 关闭或打开响铃
action-suspend = 回到命令行，输入 fg 返回
action-how-to-leave = 怎样关闭程序
action-back = 返回上一屏，已输入的内容不丢失
action-leave = 离开（退出），可保持进行
action-start = 开始，启动计时
action-start-step = 手动开始本步骤
action-finish-step = 完成本步骤
action-fail-step = 本步骤未成功（失败、不通过）
action-skip-step = 跳过本步骤
action-rule-out-step = 本步骤不适用
action-defer-step = 本步骤延期，以后再做
action-wait-step = 本步骤等待他人，或不再等待
action-reopen-step = 重新打开本步骤，再做一次（重做）
action-reassign-step = 改派：本步骤改由他人执行
action-estimate = 填写预计恢复时间
action-milestone = 记录时间节点
action-send-notice = 发送通知并标记已发
action-approve = 答复请示：批准或不批准
action-ask-approval = 就本步骤请示批准
action-close-obligation = 待闭环事项已闭环
action-meet-cadence = 已进行进展通报
action-clear-reminder = 提醒已处理，清除
action-take-over = 由代理人接管角色（代理）
action-hand-back = 代理人交回角色
action-roll-call = 到位确认：到位、迟到、请假、缺席
action-set-variable = 填写变量
action-pause = 暂停演练
action-resume = 继续演练，恢复计时
action-end = 宣布结束
action-terminate = 提前终止演练，提前结束
action-convert = 转入真实处置，演练变为真实事件
action-write-report = 生成报告
action-clear-search = 删除搜索的最后一个字

## 打开、离开、结束

pick-incident = 真实事件，立即开始
pick-drill = 演练
pick-walkthrough = 预案学习，只阅读
pick-plan = 查看预案全文
ask-leave = 要离开吗？
ask-leave-detail = 离开后计时不停，用 runsheet resume 可回到这一步。
ask-leave-draft = 已输入但未保存的内容会随本终端丢失：先按 n 查看。
ask-leave-unsaved = 尚未保存：未写入文件的条目将在离开时输出，resume 无法恢复这些内容。
pick-leave = 离开
pick-leave-running = 离开，保持进行
pick-wrap-up = 进入收尾
pick-with-reason = 决策并写明理由
pick-stay = 返回，不作改动
ask-end = 可以宣布结束吗？
pick-end = 是，宣布结束
pick-terminate = 否，提前终止演练

## 步骤

pick-applies = 适用
pick-does-not-apply = 不适用
ask-decide = 进行哪一项决策？
pick-unplanned-decision = 方案之外的决策
pick-reopen = 重新打开，再做一次
pick-fail = 未成功
pick-skip = 跳过
pick-rule-out = 不适用
pick-wait = 等待他人
pick-stop-waiting = 不再等待
pick-defer = 延期，以后再做
pick-start = 手动开始
pick-reassign = 改派他人
ask-after-failure = 这一步未成功，接下来怎么办？
pick-go-on = 继续下一步
pick-again = 重做一次
pick-roll-back = 回退：{ $step }
ask-notice-told = 已通知：{ $names }
ask-convert = 将本次演练转为真实事件，记入同一日志，不可恢复为演练
ask-terminate = 提前终止本次演练
ask-so-soon = { $step } 刚刚开始，确定已完成？
pick-finish-all-the-same = 是，完成
pick-go-to = 转到 { $step }

## 请示批准

ask-approval = 是否批准：{ $subject }
ask-approval-role = 请示对象：{ $role } { $person }
pick-grant = 批准
pick-refuse = 不批准
pick-start-without = 未经批准即开始，需写明理由
pick-wait-on = 尚无答复，继续等待

## 通知

ask-notice-to = 对象：{ $names }
ask-notice-channel = 方式：{ $channel }
pick-sent = 标记为已全部发出
pick-copy = 将内容发送到剪贴板
pick-sent-to-one = 标记为只发给一方
ask-sent-to-whom = 发给了谁？
pick-release = { $role }批准发出
pick-show-messages = 查看通知

## 人员

ask-assign = 分配哪个步骤或角色？
pick-this-step = 本步骤：{ $step }
ask-which-role = 哪个角色？
ask-deputy = 由谁代理{ $role }？
ask-hand-back = 交回哪个角色？
pick-hand-back = { $person }交回，不再代理
pick-somebody-else = 其他人，输入姓名
pick-deputy = 由代理人接管
pick-nobody = 暂无人担任
ask-who-does = 这一步由谁执行？
pick-back-to-role = 交回原角色执行
ask-roll-call = 到位确认
pick-all-present = 全部到位并已交底

## 时钟、待闭环、变量

ask-which-variable = 填写哪个变量？
ask-which-milestone = 哪个时间节点？
ask-which-owed = 哪一项已闭环？
ask-which-update = 哪一项进展通报已进行？
ask-which-reminder = 哪一条提醒已处理？
pick-owed-done = 已闭环
pick-update-given = 已进行进展通报
pick-reminder-done = 已处理
pick-snooze = 5分钟后再提醒
ask-urgent = 最急事项

## 命令

ask-copy-hidden = 文本含有看不见的字符，仍要发送到剪贴板？
ask-copy-hidden-signs = 即：{ $signs }
pick-copy-all-the-same = 是，按原样发送
pick-copy-not = 不发送

## 输入行

prompt-reason = 理由，请简要写明
prompt-danger = 输入步骤编号以确认
prompt-danger-word = 输入 { $word } 以确认
prompt-evidence = 请填写，将写入日志
prompt-estimate = 多久后恢复？45m、2h，或直接写分钟数
prompt-remind = 何时提醒什么？20m 查看磁盘，或 06:00
prompt-wait-on = 等待谁，或等待什么？
prompt-defer = 延期到何时，或到什么条件？
prompt-person = 姓名，可只写开头
prompt-variable = 填写内容
prompt-question = 要决策什么？
prompt-answer = 决策结果是什么？
prompt-milestone-time = 何时？-5m 表示5分钟前，直接回车为现在

## 答复

told-how-to-leave = 按 q 离开，可保持进行；要结束，请用 :end
told-how-to-leave-library = 按 Esc 清空搜索，再按 Esc 离开
told-input-method = 请切换到英文输入
told-read-only = 本终端仅供观看；参与处置请用 runsheet resume
told-joined = 已加入，同时在线: { $others }
told-joined-self = 已加入，同时在线: { $others }。结束本人的另一终端: runsheet resume --take-over
told-overtaken = { $who } 已先于 { $time } 操作：{ $what }。
told-came-to-nothing = 他人已先行操作。
told-typed-kept = 已留作记录（按 n）：{ $text }
told-paste-refused = 只能粘贴到输入框：请先按 n 写记录，再粘贴
told-paste-cut = 粘贴内容超过{ $limit }字，已截断：请分几次粘贴
told-draft-kept = 尚未保存，已输入的内容保留着：按 n 继续写
told-burst-refused = 一次收到很多按键，按粘贴处理：输入框以外一概不算
told-bell-off = 响铃已关闭
told-bell-on = 响铃已打开
# Where this is said, no Chinese can be read.
told-ascii-only = The locale is not UTF-8: letters beyond ASCII are shown as ?; LC_ALL=C.UTF-8 shows them
told-hook-failed = 未能把超时告知 { $program }：{ $why }
hook-slow = 用时过长，已被终止
hook-code = 退出码 { $code }
hook-killed = 被信号终止
hook-busy = 等待的太多
told-resting = 几分钟没有按键：时钟每分钟刷新一次
told-copied = 已发送到终端：{ $text }
told-too-long-to-copy = 内容太长，不能发送到剪贴板：命令可按 Y 用鼠标选取
told-command-is-copied = 命令不用勾选：按 y 发送到剪贴板，按 Y 用鼠标选取
told-no-command = 本步骤没有命令：请转到有命令的步骤
told-ticked-already = { $who }已于{ $time }勾选；:untick 可取消勾选
told-roll-call = { $count }人到位，已交底
told-too-small = 终端太小，看不到按键的作用：请放大到60列18行以上，或按 q 离开
told-taken-back = 已撤回：{ $text }
told-nothing-to-tick = 这里没有可勾选的项：按回车执行回车行所写的操作
told-nothing-to-choose = 没有可选的内容：按 : 查找其他操作
told-no-step = 没有显示步骤：请按 2 从全部步骤中选择
told-no-approval = 没有待批准的请示：请继续步骤
told-not-under-way = 不在进行中：尚未开始，或已经结束
told-snoozed = 已推后，5分钟后再提醒
told-report = 报告已生成：{ $path }
told-how-to-write-spans = 请写时长：45m、2h、1h30m，或直接写分钟数
told-how-to-write-reminders = 请先写时间：20m 查看磁盘，或 06:00 交接班
told-how-to-write-times = 请写多久以前：-5m、-1h30m，不写表示现在
