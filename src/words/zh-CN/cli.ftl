# 命令行输出，以及外部故障的说法。

cli-no-terminal = 此操作需要终端；加 --plain 则逐行读取命令，不需要终端的有：runsheet sessions、report、check、say、act
cli-who-types = { $login } 为多人共用账号。请输入您的姓名（直接回车则以 { $login } 记录）：
cli-take-over-who = { $login } 为多人共用账号；要结束本人的终端，请用 --as NAME 指明其姓名
cli-take-over-unclear = 系统无法确认本人的另一终端是哪个程序（其自称为 { $host } 上的进程 { $pid }），因此未结束任何程序；不加 --take-over 即可加入
cli-take-over-stayed = 已要求 { $person } 的另一终端退出并强制结束，但它仍在（进程 { $pids }）
cli-config-unknown = 配置文件中有未知字段：{ $field }
cli-config-wrong = 配置文件中 { $field } 的值无效，已忽略；可以是：{ $allowed }
cli-home-unwritable = 无法在 { $path } 保存记录：{ $error }；请用 --home 或 RUNSHEET_HOME 指定其他目录
cli-unknown-runbook = 没有名为 { $name } 的处置方案；运行 runsheet 可查看预案库
cli-unknown-runbook-near = 没有名为 { $name } 的处置方案；是否要找：{ $nearest }？
cli-runbook-missing = 没有文件 { $path }
cli-runbook-no-file = { $path } 不是文件
cli-runbook-outside = { $path } 在引用它的处置方案所在目录之外
cli-runbook-too-large = { $path } 超过处置方案的上限 { $limit } 字节
cli-runbook-unreadable = 无法读取 { $path }：{ $error }
cli-unknown-session = 没有该名称的处置记录；可查看：runsheet sessions --all
cli-unknown-session-near = 没有该名称的处置记录；是否要找：{ $nearest }？
cli-ambiguous-session = 名称中含有该内容的处置有 { $count } 个，请给出更多字符；最近的：{ $names }
cli-record-unreadable = 无法读取本次记录：{ $error }
cli-record-empty = 本次记录中没有可读的条目
cli-record-headless = 该次处置的日志缺少首条（其中存有方案），无法继续；其余 { $count } 条仍在 { $path }
cli-newer-version = 此记录由更新版本的 runsheet 写入，本版本只读
cli-act-unsaved = 未保存：{ $error }
cli-act-outrun = 其他人一直抢先写入，请重试
cli-act-ids = 可用：{ $ids }
cli-act-ids-first = 可用的有：{ $ids }等
cli-act-hint = { $why }（{ $hint }）
cli-act-reason = 理由用 --reason 给出
cli-act-type = 用 --type { $expected } 给出
cli-act-then = 用 --then 给出：go-on（继续）、again（再做一次）或某一步骤
cli-how-to-write-times = 五分钟前写 -5m，最近十二小时内的时刻写 14:05
cli-text-cut = 文字超过 { $limit } 字，已截断
cli-input-unread = 无法读取标准输入：{ $error }
cli-append-failed = { $error }
cli-no-thread = 系统无法为日志建立线程：{ $error }
cli-kept-elsewhere = 原定目录无法保存记录：本次记录存于 { $path }
cli-kept-fleeting = 其他目录均无法保存：本次记录存于 { $path }，重启后将丢失
cli-kept-off-network = 原定目录位于网络文件系统：本次记录先存于 { $path }，结束时复制回去
cli-kept-low = 日志所在磁盘仅剩 { $mib } MiB：请尽快腾出空间
cli-append-held = 日志被 { $command }（进程 { $pid }）占用
cli-damaged = 记录已损坏：有已保存的条目缺失或被改动；其余保留，可继续
cli-damage-at = 第 { $segment } 段，第 { $offset } 字节：
cli-damage-missing = 第 { $from } 至 { $to } 条缺失或被改动
cli-damage-unknown = 已保存的内容被改动
cli-unread = 第{ $seq }号记录由更新版本写入（版本 { $version }）
cli-cut-short = 标准输出未能全部写出
cli-nothing-recorded = 尚无记录
cli-session-named = { $name }（{ $number }号）
cli-watch-which = 请指定一次处置: { $names }
cli-nothing-to-watch = 没有正在进行的处置。
cli-standing = { $state }，{ $step }，最后条目 { $last }
cli-standing-damaged = {"  "}日志有损坏
cli-standing-held = ，在线: { $names }
cli-standing-number = ，加入: join { $number }
cli-standing-watching = { $person }（观看）
cli-only-watches = 本终端仅供观看
cli-session-line = { $name }  { $kind }  { $title }  { $state }
cli-no-sessions = 尚无记录；运行 runsheet 打开预案库
cli-no-unfinished-sessions = 没有未结束的处置；--all 可列出已结束的
cli-not-saved = 未保存：{ $count } 条记录未写入任何文件；其日志行输出在标准输出上，请妥善保存
cli-log-is-at = 日志：{ $path }
cli-report-is-at = 报告：{ $path }
cli-resume-with = 继续：{ $command }
cli-outside-missing = 本机未安装 { $program }，此操作需要它
cli-outside-slow = { $program } 超时，已终止
cli-outside-refused = { $program }：{ $why }
cli-head-is = 链尾哈希：{ $hash }:{ $count }
cli-verify-sound = { $name }：完好，共 { $count } 条，条条相扣
cli-verify-unclear = { $name }：未能核实，可读 { $count } 条；无法判断已保存的内容是否被改动
cli-verify-damaged = { $name }：已损坏，可读 { $count } 条
cli-verify-unanchored = 无外部凭据：看不出末尾被截断或整体被重写；可用 --anchor 给出另处记下的链尾哈希
cli-verify-anchored = 有外部凭据：记录的链尾哈希与另处记下的一致
cli-verify-anchored-up-to = 外部凭据涵盖至第 { $seq } 条；其后 { $later } 条仅由哈希链证明
cli-verify-mismatch = 凭据不符：另处记下的链尾哈希不在本记录中；此后记录被截断或重写，或凭据属于另一次处置
cli-verify-signed-by = 签名：{ $key }；请与本人密钥的指纹核对
cli-verify-missing-one = 缺失：第 { $seq } 条
cli-verify-missing = 缺失：第 { $from } 至 { $to } 条
cli-verify-head = 链尾哈希：{ $hash }:{ $count }
cli-verify-signed = 签名已写入：{ $path }
cli-verify-logged = 链尾哈希已交给系统日志
cli-verify-not-vouched = 未能核实的记录不签名，也不另处记下
cli-verify-no-key = ~/.ssh 中没有常用名称的 SSH 密钥；请指定：--sign KEY
cli-verify-other-session = 该签名属于另一次处置的链尾哈希
cli-verify-unread = 无法读取 { $path }：{ $error }
cli-verify-unwritten = 无法写入 { $path }：{ $error }
cli-verify-no-head = { $path } 不是记录的链尾哈希
cli-found-unreadable = 没有可读的条目
cli-found-torn = 有 { $len } 字节属于未完成的写入，从未报告为已保存（无害）
cli-found-rewritten = 磁盘未确认后，第 { $seq } 条在此重写（无害）
cli-found-newer = 第 { $seq } 条由更新版本写入（版本 { $version }）；在链中的位置正确，内容未查看
cli-found-tail = 末尾有 { $len } 字节不是条目：或为从未报告的写入，或为事后被改动的最后一条
cli-found-gap = 第 { $from } 至 { $to } 条不在此处，或被改动
cli-found-gap-one = 第 { $seq } 条不在此处，或被改动
cli-found-unlinked = 第 { $seq } 条与前一条不相扣：两条之一被改动
cli-found-repeated = 第 { $seq } 条在此重复出现
cli-found-astray = 第 { $seq } 条出现在较晚条目之后
cli-found-runbook = 第 { $seq } 条中方案 { $name } 的文本与所附哈希值不符
cli-found-segment-gone = 记录的第 { $segment } 段不存在
cli-found-side-changed = { $path }：内容与记录时不同
cli-found-side-missing = { $path }：第 { $seq } 条提到此文件，但文件已不在
cli-found-side-unreadable = 无法读取 { $path }
cli-found-side-unnamed = { $path }：文件名不是哈希值，无从证明（无害）
cli-unacted-here = 本版本保留但暂不执行的方案字段：{ $fields }
cli-unacted = { $file }：以下字段已保留，但暂不执行：{ $fields }
cli-check-empty = { $dir } 中没有处置方案
cli-checked = { $files } 个文件，{ $errors } 个错误，{ $warnings } 个警告
cli-child-absent = 「{ $by }」要转入的处置方案 { $name } 不可用，本次处置不含它：{ $why }
cli-child-too-deep = 方案相互嵌套超过 { $limit } 层。
cli-child-too-large = 全部文本合计超过 { $limit } 字节。
cli-child-broken = 该方案有 { $count } 处错误，请用 `runsheet check` 查看。
cli-made = 已写入：{ $path }
cli-made-exists = { $path } 已存在，未写入任何内容
cli-made-unwritten = 无法写入 { $path }：{ $error }
cli-made-misnamed = { $path } 的扩展名须为 .{ $ending }，与写入的格式一致
cli-convert-itself = { $path } 正是要读取的文件，请另行指定
cli-convert-unfit = 写出的 { $name } 读回后与原方案不同，未写入任何内容
cli-no-flow = { $name } 没有步骤，无法生成流程图

# 从 Markdown 页面识别出的内容。
recognised-in = 从此页识别出：{ $found }
recognised-counts =
    { $phases ->
        [0] { "" }
       *[other] { $phases } 个阶段，
    }{ $steps } 个步骤（编号 { $numbered }，标题 { $sections }，正文 { $text }），{ $commands } 条命令，{ $variables } 个变量，{ $conditional } 个带条件；{ $context } 节作为背景；{ $roles ->
        [0] 无角色
       *[other] { $roles } 个角色
    }，{ $timers ->
        [0] 无计时
       *[other] { $timers } 个计时
    }
