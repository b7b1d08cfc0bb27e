# 处置方案文件的错误。

fault-error = 错误
fault-warning = 警告
fault-and = { $first }、{ $next }
fault-other-place = 另一处在 { $place }
fault-more-errors = 另有 { $count } 个错误
fault-more-warnings = 另有 { $count } 个警告

## 多处共用的提示

fault-help-mean = 是否想写 { $name }？
fault-help-known = 这里可用：{ $names }
fault-help-known-more = 这里可用：{ $names } 等
fault-help-none-known = 本文件中一个也没有写

## 文件

fault-too-big = 文件有 { $bytes } 字节，超过可读取的 { $limit } 字节
fault-too-big-help = 把与本次故障无关的内容移到另一份处置方案
fault-utf16 = 文件是 UTF-16 编码
fault-utf16-help = 请另存为 UTF-8
fault-not-utf8 = 字节 { $byte } 不是 UTF-8
fault-not-utf8-help = 请把文件另存为 UTF-8
fault-no-procedure = 此页中没有找到处置步骤
fault-no-procedure-help = 可用 `runsheet show 文件` 阅读
fault-too-deep = 嵌套超过 { $limit } 层
fault-too-many-nodes = 文件中的值超过 { $limit } 个
fault-too-many = { $what ->
    [role] 角色
    [variable] 变量
   *[step] 步骤
}有 { $found } 个，超过允许的 { $limit } 个
fault-too-long = 有 { $found } 个字符，超过允许的 { $limit } 个
fault-duplicate-key = `{ $name }` 在这里出现两次
fault-duplicate-key-help = 只保留其中一个

## JSON，以及 YAML 与它相同之处

fault-syntax-empty = 文件是空的
fault-syntax-empty-help = 至少写出 "format"、"id"、"title"，以及有一个步骤的 "steps"
fault-syntax-comment = 这里是注释，而 JSON 没有注释
fault-syntax-comment-help = 删除它，或把内容写进某个字段
fault-syntax-trailing-comma = 最后一项后面多了逗号
fault-syntax-trailing-comma-help = 删除这个逗号
fault-syntax-missing-comma = 缺少逗号
fault-syntax-missing-comma-help = 在这里加逗号
fault-syntax-missing-colon = 名称后面缺少冒号
fault-syntax-missing-colon-help = 写成 "名称": 值
fault-syntax-missing-value = 冒号后面缺少值
fault-syntax-single-quotes = 文字用了单引号
fault-syntax-curly-quotes = 文字用了弯引号
fault-syntax-unquoted = 文字没有加引号
fault-syntax-quotes-help = 用英文双引号 "..." 括起来
fault-syntax-after-the-end = 处置方案结束之后还有内容
fault-syntax-after-the-end-help = 一个文件只放一份处置方案；请查找过早闭合的括号
fault-syntax-unclosed = 这个 `{ $open }` 没有闭合
fault-syntax-unclosed-help = 在结束处加上 `{ $close }`
fault-syntax-unclosed-text = 这段文字没有闭合
fault-syntax-unclosed-text-help = 在结束处加上 { $quote }
fault-syntax-control = 文字中有控制字符 { $character }
fault-syntax-line-break = 文字中有换行
fault-syntax-tab = 文字中有制表符
fault-syntax-control-help = 写成 { $escape }
fault-syntax-escape = 反斜杠后面的内容没有含义
fault-syntax-escape-help = 一个反斜杠写成 \\
fault-syntax-number = 不是数字
fault-syntax-number-help = 写成 12 或 1.5；若是文字，请用英文双引号 "..." 括起来
fault-syntax-unexpected = `{ $character }` 不能出现在这里

## YAML

fault-yaml-anchor = 这里是锚点（`&`），处置方案不使用
fault-yaml-anchor-help = 删除它，在需要的地方写出内容；以 `&` 开头的文字要加引号
fault-yaml-alias = 这里是别名（`*`），处置方案不使用
fault-yaml-alias-help = 请写出内容；以 `*` 开头的文字要加引号
fault-yaml-merge-key = 这里是合并键（`<<`），处置方案不使用
fault-yaml-merge-key-help = 请在这里写出各字段
fault-yaml-tag = 这里是标签（`!`），处置方案不使用
fault-yaml-tag-help = 删除它；以 `!` 开头的文字要加引号
fault-yaml-directive = 这条指令不是 `%YAML 1.2`
fault-yaml-directive-help = 请删除这一行
fault-yaml-second-document = 从这里开始是第二份处置方案
fault-yaml-second-document-help = 请把它放进另一个文件
fault-yaml-compound-name = 应为名称的地方写了列表或对象
fault-yaml-compound-name-help = 若是文字，请用英文双引号 "..." 括起来
fault-text-cut = 从 `#` 起是注释，不属于这个值
fault-text-cut-help = 用英文双引号 "..." 把整个值括起来，或在 `#` 后面加空格
fault-syntax-tab-indent = 这一行用制表符缩进
fault-syntax-tab-indent-help = 请用空格缩进
fault-syntax-indent = 这一行没有与所属的内容对齐
fault-syntax-indent-help = 同一对象的字段、同一列表的短横要上下对齐
fault-syntax-no-space-after-colon = 冒号后面缺少空格
fault-syntax-no-space-after-colon-help = 写成 名称: 值
fault-syntax-no-space-after-dash = 短横后面缺少空格
fault-syntax-no-space-after-dash-help = 写成 - 内容
fault-syntax-no-name = 这一行既不是字段也不是列表项
fault-syntax-no-name-help = 写成 名称: 值；若属于上面的文字，请再缩进
fault-syntax-colon-in-text = 没有引号的文字中有冒号和空格
fault-syntax-quote-whole-help = 用英文双引号 "..." 把整段文字括起来
fault-syntax-after-quotes = 右引号后面还有内容
fault-syntax-after-quotes-help = 把整段文字用引号括起来，里面用另一种引号
fault-syntax-braces-unquoted = 文字以 {"{{"} 开头而没有引号
fault-syntax-indicator = 没有引号的文字不能以 `{ $character }` 开头
fault-syntax-block-header = 文字与 `{ $character }` 写在了同一行
fault-syntax-block-header-help = 从下一行写起；若文字以此符号开头，请用英文双引号 "..." 括起来
fault-syntax-dash-after-colon = 列表与它的名称写在了同一行
fault-syntax-dash-after-colon-help = 从下一行写起；若是文字，请用英文双引号 "..." 括起来

## 字段

fault-unknown-field = 未知字段 `{ $name }`
fault-missing = 缺少 `{ $field }`
fault-missing-help = 请加上 "{ $field }"
fault-none-of = { $fields } 中缺少一个
fault-only-one-of = { $fields } 只能写其中一个
fault-empty = 这里没有内容
fault-empty-help = 请填写，或删除这个字段
fault-type = 应为{ $expected }，实为{ $found }
fault-not-true-or-false = 应为 `true` 或 `false`，实为 `{ $found }`
fault-read-as-field = 因为后面有冒号，`{ $name }` 被当作字段
fault-read-as-field-help = 用英文双引号 "..." 把整段文字括起来
fault-type-time-help = 数字要带单位，例如 "30m"、"1h30m"、"90s" 或 "2d"
fault-type-text-help = 用英文双引号 "..." 括起来
fault-type-nothing-help = 没有内容时，请不要写这个字段
fault-type-list-help = 用 [ ] 括起来
fault-line-break = 只能写一行的文字里有换行
fault-line-break-help = 用一行写完，其余写进 `instructions` 或 `summary`
fault-format = 文件是为 { $found } 写的；本程序读取 runbook/1
fault-format-help = 更新版本的 runsheet 也许可以读取
fault-feature = 处置方案需要 `{ $name }`，而本程序不认识
fault-feature-help = 更新版本的 runsheet 也许认识

fault-expected-text = 文字
fault-expected-true-or-false = `true` 或 `false`
fault-expected-whole-number = 整数
fault-expected-list = 列表
fault-expected-object = 对象
fault-expected-text-or-object = 文字或对象
fault-expected-text-or-list = 文字或文字列表
fault-expected-time = 时长，例如 "30m"
fault-expected-clock-time = 时刻，例如 "14:30"
fault-expected-date = 日期，例如 "2026-03-31"
fault-found-nothing = 空值（`null`）
fault-found-true-or-false = `true` 或 `false`
fault-found-number = 数字
fault-found-text = 文字
fault-found-list = 列表
fault-found-object = 对象

## 值

fault-id-runbook = `{ $id }` 不能用作处置方案的 id
fault-id-runbook-help = 用小写字母 a 到 z、数字和连字符，最多 64 个
fault-id-name = `{ $id }` 不能用作 id
fault-id-name-help = 用文字、数字、连字符、点和下划线，最多 64 个
fault-id-variable = `{ $id }` 不能用作变量名
fault-id-variable-help = 与 shell 一样，用字母 a 到 z、数字和下划线
fault-id-help-such-as = 例如 `{ $name }`
fault-reserved-id = `{ $id }` 在 `goto` 中另有含义
fault-reserved-id-help = 请换一个 id
fault-duplicate-id = id `{ $name }` 用了两次
fault-duplicate-id-help = 请改掉其中一个
fault-time-empty = 这里没有写时长
fault-time-no-unit = `{ $found }` 中有数字没有单位
fault-time-unknown-unit = `{ $found }` 的单位不是 d h m s ms 中的一个
fault-time-no-number = `{ $found }` 不是时长
fault-time-too-long = `{ $found }` 超过一万天
fault-time-help = 写成 "30m"、"1h30m"、"90s" 或 "2d"
fault-time-negative = `{ $found }` 小于零
fault-time-negative-help = 只有 `planned` 可以早于开始
fault-clock-time = `{ $found }` 不是时刻
fault-clock-time-help = 写成 "14:30"
fault-date = `{ $found }` 不是日期
fault-date-help = 写成 "2026-03-31"：年、月、日
fault-word = `{ $given }` 不是这里可用的词
fault-pattern = 不是正则表达式：{ $reason }
fault-pattern-help = 正则表达式要与整个值匹配
fault-default = 默认值 `{ $found }` 不是该变量允许的值
fault-default-help = 请修改默认值，或 `kind`、`choices`、`pattern`

## 引用

fault-unknown-step = 没有名为 `{ $name }` 的步骤
fault-unknown-step-or-phase = 没有名为 `{ $name }` 的步骤或阶段
fault-unknown-role = 没有名为 `{ $name }` 的角色
fault-unknown-contact = 没有名为 `{ $name }` 的联系人
fault-unknown-recipient = 没有名为 `{ $name }` 的角色或联系人
fault-unknown-notice = 没有名为 `{ $name }` 的通知
fault-unknown-obligation = 没有名为 `{ $name }` 的待闭环事项
fault-unknown-level = 没有名为 `{ $name }` 的响应级别
fault-unknown-variable = 没有名为 `{ $name }` 的变量
fault-anchor = `{ $given }` 不是处置过程中的时间点
fault-anchor-help = 写成 `start`、`end`、`<步骤>.start`、`<步骤>.done` 或里程碑
fault-warn-at = 在 { $warn_at } 提醒，并不早于时限 { $limit }
fault-warn-at-help = 提醒要早于时限
fault-no-timebox = 有 `on_overrun` 而没有 `timebox`：无从超时
fault-no-timebox-help = 请加上 "timebox"

## 文字与命令

fault-braces = 命令中的 `{"{{"}{ $name }{"}}"}` 不会被填写
fault-braces-help = 带引号写成 "${ $name }"：由 shell 填写
fault-braces-help-value = 为它声明一个变量，并带引号写成 "$name"
fault-filled-unknown = `{"{{"}{ $name }{"}}"}` 没有对应的内容
fault-filled-unknown-help = 请在 `variables` 中声明
fault-unquoted = 没有引号的 `${ $name }` 会在空格处断开
fault-unquoted-help = 带引号写成 "${ $name }"
fault-hidden-control = 命令中有控制字符 { $character }
fault-hidden-direction = 命令中有改变书写方向的字符 { $character }
fault-hidden-zero-width = 命令中有看不见的字符 { $character }
fault-hidden-help = 删除它：显示的与复制的必须相同
fault-todo = 这里还留着 `{ $word }`
fault-todo-help = 请在用到之前补上
fault-typographic = 命令中有排版字符 { $character }
fault-typographic-help = 用英文引号和普通空格：shell 只认识它们
fault-placeholder = 命令中还留着空缺 `{ $text }`
fault-placeholder-help = 为它声明一个变量，并写成 "$name"

## 薄弱之处

fault-idle-role = 角色 `{ $role }` 无事可做
fault-idle-role-help = 给它一个步骤，或删除它
fault-no-role = 这个步骤没有指定角色
fault-no-role-help = 请加上 "role"
fault-no-way-to-reach = 没有办法联系 `{ $contact }`
fault-no-way-to-reach-help = 请加上 "phone"、"email" 或 "chat"
fault-unreachable-step = 没有路径通向步骤 `{ $step }`
fault-unreachable-step-help = 让某个判断继续到这里或跳到这里
fault-unreachable-branch = 没有任何跳转通向步骤 `{ $step }`
fault-unreachable-branch-help = 在 `goto`、`on_failure` 或 `rollback` 中写它，或删除 "branch"
fault-never-ready = 步骤 `{ $step }` 要等 `{ $requires }`，而后者不可能在它之前完成
fault-never-ready-self = 步骤 `{ $step }` 要等它自己
fault-never-ready-help = 从 `requires` 中删除，或调整顺序
fault-never-starts = 计时 `{ $timer }` 永远不会开始
fault-never-starts-help = 让它从 `start` 或某个会执行的步骤开始
fault-never-closed = `{ $obligation }` 会产生，而方案中没有任何动作使它闭环
fault-never-closed-help = 在某个 `closes` 中写它
fault-never-opened = 方案中没有任何内容会开启 `{ $obligation }`
fault-never-opened-help = 请在某个 `opens` 中写上它，或用 "from" 说明何时开启
fault-vague-limit = `{ $phrase }` 是没有数字的时限
fault-vague-limit-help = 写明多长时间，或给步骤加上 "timebox"
fault-unknown-runbook = 没有名为 `{ $name }` 的处置方案
fault-unknown-runbook-help = 写它的 id，或从本文件所在目录起的路径
fault-runbook-outside = `{ $name }` 在本处置方案的目录之外
fault-runbook-outside-help = 请放在同一目录或其下级，或放入预案库后写它的 id
fault-broken-runbook = 处置方案 `{ $name }` 无法读取或有错误
fault-broken-runbook-help = 请单独检查它
fault-leads-back = 处置方案 `{ $name }` 又转回到本方案
fault-leads-back-help = 其中一个不应再转入另一个
fault-supersedes-itself = 处置方案取代的是它自己
fault-supersedes-itself-help = 写上被取代的处置方案，或删除它
fault-review-overdue = 应在 { $due } 复审
fault-review-overdue-help = 请复审，并把 "reviewed" 改为当天日期
