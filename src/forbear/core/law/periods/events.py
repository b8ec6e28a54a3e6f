"""The words for what happened: closed lists, so that a pack cannot wait for what nobody records."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# word -> as people say it, in English and in Chinese
EVENTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # the debt
        "default": ("the first payment missed and never made good", "首次逾期且未补足"),
        "payment_due": ("a payment fell due", "应还款日"),
        "last_instalment_due": ("the last instalment fell due", "最后一期到期"),
        "default_notice_expired": ("the default notice ran out", "违约通知期满"),
        "delinquency": ("the delinquency that led to charge-off began", "导致核销的逾期开始"),
        "obsolescence_start": ("the reporting period began", "报送期间开始"),
        "bad_conduct_end": ("the bad conduct ended: the debt was paid off", "不良行为终止(还清)"),
        "debt_settled": ("the debt was paid or settled", "债务结清"),
        "persistent_debt": ("the persistent debt began", "持续负债开始"),
        "charge_sum_due": ("a default sum became payable", "违约费用到期"),
        "limitation_end": ("the last day to sue", "诉讼时效届满"),
        # what restarts a clock
        "payment": ("a payment", "还款"),
        "written_acknowledgment": ("a signed written acknowledgment", "书面签字承认"),
        "new_agreement": ("a new agreement on the debt", "就债务达成新协议"),
        "promise": ("the debtor agreed to pay, or asked for time", "债务人同意履行或请求延期"),
        "demand": (
            "a demand that reached the debtor at a reserved number or address",
            "送达预留联系方式的催收",
        ),
        "unproven_demand": (
            "a demand sent elsewhere, or not shown to have arrived",
            "未送达预留联系方式的催收",
        ),
        "account_deduction": ("a deduction agreed in the contract", "约定的账户扣款"),
        "police_report": ("the bank reported malicious overdraft", "银行以恶意透支报案"),
        "assignment_notice": (
            "notice of assignment reached the debtor",
            "债权转让通知到达债务人",
        ),
        "suit": ("a suit or arbitration was begun", "提起诉讼或申请仲裁"),
        "judgment_due": ("the time that a judgment gave ran out", "判决履行期届满"),
        # notices and contacts
        "initial_communication": ("the first communication about the debt", "首次沟通"),
        "validation_sent": ("the validation notice was sent", "发出债务确认通知"),
        "validation_received": ("the validation notice was received", "收到债务确认通知"),
        "debt_notice_sent": ("a letter or message about the debt was sent", "发出债务通知"),
        "email_notice_sent": ("the creditor's e-mail notice was sent", "发出电邮使用通知"),
        "text_consent": ("consent to texts was given or renewed", "给予或更新短信同意"),
        "text_from_number": ("a text came from the number", "收到该号码来信"),
        "number_checked": ("the number was found not to be reassigned", "核实号码未被转让"),
        "opt_out": ("the wish to stop was received", "收到停止联系的要求"),
        "electronic_use": ("the address was used by her to speak of a debt", "本人使用该地址沟通"),
        "violation": ("a violation happened", "违规发生"),
        "oral_work_request": ("an oral request not to call at work", "口头要求不致电单位"),
        "default_notice_served": ("the default notice was served", "送达违约通知"),
        "charge_notice_served": ("the notice of a default sum was served", "送达费用通知"),
        "letter_of_claim": ("the letter of claim was sent", "发出诉前函"),
        "documents_sent": ("the documents asked for were sent", "发出所要求的文件"),
        "suit_warning": ("the debtor was told that a suit follows", "告知将起诉"),
        "copy_request": ("a copy of the agreement was asked for", "请求合同副本"),
        "adviser_plan": ("an adviser said that a plan is being made", "顾问告知正在制定计划"),
        "moratorium_registered": ("the moratorium was registered", "债务喘息期登记"),
        "last_moratorium": ("the last moratorium began", "上次债务喘息期开始"),
        "treatment_end": ("the crisis treatment ended", "危机治疗结束"),
        "postdated_notice": ("notice of a post-dated payment was sent", "发出远期付款通知"),
        "main_debt_due": ("the guaranteed debt fell due", "主债务履行期限届满"),
        "varying_notice": ("notice of a varying debit was sent", "发出变动扣款通知"),
        "mandate_signed": ("the mandate was signed", "签署扣款授权"),
        "debit_presented": ("a debit was presented under the mandate", "依授权提交扣款"),
        "terms_notice": ("a change of rate or fee was announced", "公告费率变更"),
        "first_demand": ("the first effective demand", "首次有效催收"),
        "second_demand": ("the second effective demand", "第二次有效催收"),
        "first_reminder": ("the first reminder", "首次催告"),
        "demand_letter": ("the letter that asks for payment was received", "收到催款函"),
        "death": ("the death became known", "获知死亡"),
        # disputes, complaints, requests
        "dispute": ("a dispute was received", "收到争议"),
        "verification_request": ("proof of the debt was asked for", "请求债务证明"),
        "coerced_claim": ("a coerced-debt claim was received", "收到被胁迫债务声明"),
        "coerced_review": ("the review of a coerced-debt claim ended", "被胁迫债务审查结束"),
        "bill_sent": ("the bill with the error was sent", "发出有误账单"),
        "billing_error": ("notice of a billing error was received", "收到账单异议"),
        "complaint": ("a complaint was received", "收到投诉"),
        "complaint_event": ("what is complained of happened", "投诉事项发生"),
        "complaint_awareness": ("she could know of cause to complain", "知悉可投诉之事"),
        "final_response": ("the final response was sent", "发出最终答复"),
        "closure_request": ("closing the card was asked for", "请求销卡"),
        "hardship_notice": ("a hardship notice was received", "收到困难申请"),
        "hardship_information_request": ("more information was asked for", "要求补充资料"),
        "hardship_information": ("the information came", "收到补充资料"),
        "hardship_refusal": ("the refusal was given", "发出拒绝通知"),
        # credit reporting
        "reporting_notice": ("notice of the report was given", "告知将报送"),
        "furnished": ("the item was first reported", "首次报送"),
        "bankruptcy_order": ("the bankruptcy order", "破产裁定"),
        "overdue_since": ("the payment became overdue", "开始逾期"),
        "dishonest_listing": ("the court listed the debtor", "列入失信名单"),
        # agreements, agencies, staff
        "plan_signed": ("the plan was signed", "签订分期协议"),
        "cash_advance": ("the cash advance was made", "预借现金"),
        "application": ("the application was answered", "申请答复"),
        "contract_end": ("the agency's contract ended", "委外合同终止"),
        "servicing_end": ("the servicing agreement ended", "服务协议终止"),
        "last_inspection": ("the agency was last inspected", "上次检查机构"),
        "last_evaluation": ("the agency was last evaluated", "上次评估机构"),
        "last_training": ("the collector was last trained and examined", "上次培训考试"),
        "supervision_start": ("the supervision after a bankruptcy began", "考察期开始"),
        # records
        "last_activity": ("the last act of collection", "最后一次催收活动"),
        "recorded": ("the recording was made", "录音生成"),
        "record_made": ("the record was made", "记录生成"),
    }
)

RECORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "collection_record": ("records of collection", "催收记录"),
        "call_recording": ("a recording of a call", "通话录音"),
        "plan_recording": ("the recording of a plan agreed by word of mouth", "口头还款计划录音"),
        "consumer_finance_record": (
            "a consumer-finance company's records of collection",
            "消费金融公司催收记录",
        ),
        "complaint": ("records of a complaint", "投诉记录"),
        "application": ("an application and its answer", "申请及答复"),
        "servicing_record": ("records of servicing a sold credit", "信贷服务记录"),
        "impact_assessment": (
            "a report on the protection of personal data",
            "个人信息保护影响评估报告",
        ),
        "agency_file": ("a cardholder's file at an agency", "机构持有的持卡人资料"),
        "negative_item": ("a negative item at a credit bureau", "征信不良信息"),
    }
)
