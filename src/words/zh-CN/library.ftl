# 预案库：可以打开的预案、预案上的标记、所选预案的概要。

## 列表

library-search = 查找:
library-sessions = 进行中
library-near = 当前目录
library-user = 本人
library-bundled = 内置
library-pages = 阅读资料
library-shelf = { $shelf }（{ $count }）
library-found = 找到的处置方案（{ $count }）
library-none = 没有找到。
library-unread = 正在读取，还有{ $count }个
library-enter = 打开
library-enter-faults = 查看错误
library-enter-page = 阅读
library-drilled = { $day }演练

## 预案上的标记

mark-broken = { $count }个错误
mark-broken-whole = 有{ $count }个错误，无法使用
mark-unreadable = 无法读取
mark-twin = 只能按路径打开
mark-twin-whole = 按名称打开的是同目录下的 { $file }；本文件只能按路径打开
mark-draft = 草稿
mark-draft-whole = 草稿：尚未生效
mark-retired = 已停用
mark-retired-whole = 已废止
mark-superseded = 已被替代
mark-superseded-whole = 已被替代: { $title }
mark-not-yet = 尚未生效
mark-not-yet-whole = { $day } 起生效
mark-review = 复审逾期
mark-review-whole = { $day } 应复审，已逾期
mark-drill = 应演练
mark-drill-whole = { $day } 应演练，已逾期
mark-never = 从未演练
mark-page = 仅供阅读

## 所选预案

library-version = 版本 { $version }
library-class = 分类 { $class }
library-owner = 维护: { $owner }
library-symptoms = 征兆: { $list }
library-phases = 阶段: { $list }
library-phase = { $title }（{ $steps }）
library-phase-at-once = { $title }（{ $steps }，同时进行）
library-roles = 角色: { $list }
library-planned = 计划用时{ $time }
library-limits = 限时合计{ $time }
library-decisions = { $count }个决策
library-question = { $step } { $question } { $leads }
library-lead = { $answer } -> { $to }
library-to-end = 结束
library-to-runbook = 预案 { $name }
library-last-drilled = 上次演练 { $day }，下次应在 { $due }
library-review-due = 应在 { $day } 复审
library-others = 另有: { $list }
library-page = 没有可执行步骤的页面。

## 预案列表

list-id = 名称
list-title = 标题
list-languages = 语言
list-class = 分类
list-drilled = 上次演练
list-marks = 提示
list-none = 没有找到处置方案
