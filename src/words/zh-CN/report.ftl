# 报告与表格。

## 标题

report-title = { $mode } - { $title }
report-heading = { $mode } - { $number }. { $title }
report-banner = 说明
report-header = 概要
report-summary = 摘要
report-people = 人员与分工
report-measures = 时间节点与用时
report-timeline = 过程记录
report-decisions = 决策与请示批准
report-notices = 通知与上报
report-exceptions = 意外情况、未执行步骤、放行记录
report-owed = 遗留事项
report-integrity = 记录完整性

## 说明

report-of-incident = 本报告记录一次真实事件的处置。
report-of-drill = 本报告记录一次演练，不是真实事件。
report-of-walkthrough = 本次为预案学习，无需提交报告。
report-converted = 开始时为演练，{ $time }转入真实处置：{ $reason }
report-state = 状态：{ $state }
report-not-over = 尚未结束，{ $state }：以下数字截至{ $time }，还会变化。
report-end-reason = 结束时写明的原因：{ $reason }
report-tool = 由 runsheet { $version } 记录。时间由程序记录，补记的另有注明；时长均由程序计算。

## 概要

report-item = 项目
report-value = 内容
report-runbook = 处置方案
report-runbook-id = 方案编号
report-version = 版本
report-sha256 = SHA-256
report-reachable = 可转入的方案
report-basis = 依据
report-kind = 类型
report-form = 演练形式
report-class = 事件分类
report-extent = 影响范围
report-extent-global = 全局
report-extent-regional = 区域
report-extent-local = 局部
report-location = 地点
report-commander = 指挥
report-opener = 打开者
report-at-place = { $person }，{ $place }
report-opened = 打开
report-started = 开始
report-zero = T+0
report-ended = 结束
report-offset = 时区
report-clocks = 时钟
report-rough = 其间主机重启过：跨越重启的时长以系统时间为准。

## 当前状态与合计

report-standing-over = { $mode } - { $title }：{ $state }，{ $time }
report-standing-not-over = { $mode } - { $title }：{ $state }，尚未结束
report-total = 总用时{ $span }
report-total-less-pauses = 总用时{ $span }，扣除暂停后{ $less }
report-so-far = 目前用时{ $span }
report-so-far-less-pauses = 目前用时{ $span }，扣除暂停后{ $less }
report-steps-line = 步骤：{ $list }
report-steps-done = { $planned }步中完成{ $done }步
report-steps-open = 未完成{ $count }步
report-join = { $before }，{ $after }
report-count = { $what }{ $count }项
report-timers-line = 时限：{ $list }
report-timeboxes-over = 超过限时的步骤{ $count }个
report-open-line = 请关注：{ $list }
report-unexpected-count = 意外情况{ $count }项
report-gates-count = 写明理由后放行{ $count }次
report-unsent-count = 未发出的通知{ $count }条
report-owed-count = 遗留事项{ $count }项

## 人员

report-presence = { $presence }（{ $count }人）：{ $list }
report-no-roll-call = 没有到位确认记录
report-conflict = { $person }同时担任{ $role }和{ $other }；方案要求分开。
report-concurrent = { $person }兼任：{ $roles }
report-roles = 角色
report-role = 角色
report-planned-holder = 方案指定
report-acting = 现由
report-filled = 担任情况
report-by-default = 无人担任，由指挥{ $person }负责
report-acting-for = { $person }（代{ $holder }）
report-deputy = { $person }（代理）
report-from = { $person }，{ $from }起
report-from-until = { $person }，{ $from }至{ $until }
report-actor = { $role }（{ $person }）
report-typed-by = { $person }，由{ $typist }录入
report-program = 程序

## 时间节点、时长、计时、步骤

report-milestones = 时间节点
report-milestone = 节点
report-time = 时间
report-t-plus = T+
report-recorded = 补记，录入于
report-durations = 用时
report-length = 时长
report-detected-reported = 发现至报告
report-reported-activated = 报告至启动预案
report-activated-restored = 启动预案至恢复
report-restored-ended = 恢复至结束
report-total-time = 总用时
report-total-time-less = 总用时（扣除暂停）
report-rto = 恢复时间目标
report-rto-actual = 实际恢复时间
report-timers = 时限
report-timer = 计时
report-sort = 种类
report-limit = 限定
report-used = 用时
report-result = 结果
report-since = 起始
report-met-at = 达成
report-over-at = 超时
report-verdict-met = 达标
report-verdict-missed = 超时
report-verdict-running = 计时中
report-verdict-stopped = 随结束停止
report-verdict-not-started = 未开始
report-verdict-idle = 未使用
report-rounds-given = 通报{ $given }次，到期未通报{ $due }次
report-over-noticed = { $due }，{ $noticed }发现
report-over-by-estimate = { $due }，按预计
report-steps = 步骤与计划对照
report-step = 步骤
report-who = 角色（人员）
report-outcome = 结果
report-rounds = 次数
report-planned = 计划 T+
report-begun = 开始 T+
report-against-plan = 与计划相比
report-timebox = 限时
report-over = { $span }，超时
report-late-step = { $step }：{ $late }
report-estimates = 预计恢复时间
report-takes = 预计用时
report-back-at = 预计恢复
report-came-back = 实际恢复
report-by = 人员
report-pauses = 暂停
report-from-time = 起
report-until-time = 止
report-interruptions = 无人值守
report-left = 离开
report-rejoined = 返回
report-unattended = 时长
report-cause = 原因
report-left-unsaid = 程序未能记录离开

## 过程、决策、批准

report-no = 序号
report-place = 步骤、阶段
report-event = 事项
report-taken-back = 此后撤回：
report-question = 问题
report-chosen = 决定
report-why = 理由
report-approvals = 请示批准
report-subject = 事项
report-asked-of = 请示对象
report-asked = 请示时间
report-answered = 答复时间
report-waited = 等待
report-answer = 答复
report-unanswered = 未答复
report-granted = 批准
report-granted-by-word = 口头批准，由他人录入
report-refused = 不批准
report-refused-by-word = 口头不批准，由他人录入

## 通知、遗留事项、完整性

report-none = 无。
report-notice = 通知
report-due = 到期
report-sent = 发出
report-not-sent = 未发出
report-to = 对象
report-channel = 方式
report-text-of = { $notice }，{ $time }：
report-what = 事项
report-state-column = 状态
report-done-at = 闭环时间
report-owed-open = 未闭环
report-owed-overdue = 逾期未闭环
report-owed-done = 已闭环
report-owed-done-late = 逾期后闭环
report-entries = 共{ $count }条记录，第一条{ $first }，最后一条{ $last }。
report-head = 最后一条记录的哈希值（涵盖此前全部记录）：{ $hash }
report-verify-with = 另处记下此哈希值者可用以核对记录：{ $command }
report-verify-without = 没有本程序时：将记录的全部 journal*.jsonl 文件放在同一目录，在该目录用 Python 3 运行以下各行，应输出：{ $printed }
report-verify-rest = 条数或 head 不同，说明记录被改动，或本报告之后记录又有新增。链外的行是未完成的写入；只要条数与 head 一致，就没有影响。
report-no-head = 未提供哈希值。
report-damaged = 记录已损坏：
report-unread = 本版本无法读取的记录：
