# 类型、状态、结果的用词：短，用于列和标题。

## 类型与演练形式

kind-incident = 真实事件
kind-drill = 演练
kind-walkthrough = 预案学习
form-tabletop = 桌面推演
form-functional = 功能演练
form-full = 全面演练

## 处置状态

session-opened = 已打开
session-running = 进行中
session-paused = 暂停
session-ended = 已结束
session-terminated = 提前终止
session-closed = 已归档
session-interrupted = 中断

## 步骤状态与结果

step-pending = 未开始
step-ready = 可开始
step-active = 进行中
step-waiting = 等待
step-done = 完成
step-failed = 未成功
step-skipped = 跳过
step-deferred = 延期
step-not-applicable = 不适用

## 人员

presence-present = 到位
presence-late = 迟到
presence-excused = 请假
presence-absent = 缺席
authority-activate = 宣布启动预案
authority-approve = 审批
authority-end = 宣布结束
authority-release = 对外发布通知

## 记录

note-note = 记录
note-unexpected = 意外情况
note-observation = 观察

## 计时

timer-timebox = 限时
timer-deadline = 时限
timer-threshold = 判定时限
timer-cadence = 进展通报

## 时间节点

milestone-began = 发生
milestone-detected = 发现
milestone-reported = 报告
milestone-activated = 启动预案
milestone-responded = 响应
milestone-onsite = 到场
milestone-mitigated = 缓解
milestone-restored = 恢复
milestone-resolved = 解决
milestone-ended = 结束
milestone-investigated = 调查完成

## 程序离开的原因

leave-left = 已离开，仍在进行
leave-hangup = 终端断开，仍在进行
leave-terminated = 程序被要求退出，仍在进行
leave-interrupted = 程序被打断，仍在进行
leave-failed = 程序出错退出，仍在进行

gone-left = 已离开，他人仍在
gone-hangup = 终端断开，他人仍在
gone-terminated = 程序被要求退出，他人仍在
gone-interrupted = 程序被打断，他人仍在
gone-failed = 程序出错退出，他人仍在

## 数量、列举、时长

count-steps = { $count }个步骤
count-items = { $count }项
count-people = { $count }人
list-comma = { $before }、{ $after }
list-and = { $before }和{ $after }
span-days = { $count }天
span-hours = { $count }小时
span-minutes = { $count }分
span-minutes-alone = { $count }分钟
span-seconds = { $count }秒
span-join = { $before }{ $after }
span-back = -{ $span }
late-by = 晚{ $span }
early-by = 早{ $span }
on-time = 准时
