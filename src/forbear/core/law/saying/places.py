"""The names of places: nations, states and cities by the codes of the packs."""

from __future__ import annotations

from collections.abc import Mapping

from forbear.core.law.saying.joining import Said

_NATIONS: Mapping[str, Said] = {
    "*": ("Everywhere", "各地通用"),
    "CN": ("China", "中国"),
    "US": ("United States", "美国"),
    "GB": ("United Kingdom", "英国"),
    "AU": ("Australia", "澳大利亚"),
    "IN": ("India", "印度"),
    "EU": ("European Union", "欧盟"),
}
_CITIES: Mapping[str, Said] = {
    "US-NY-NYC": ("New York City", "纽约市"),
    "US-PA-PHL": ("Philadelphia", "费城"),
    "US-IL-CHI": ("Chicago", "芝加哥"),
    "US-CA-SF": ("San Francisco", "旧金山"),
    "US-CA-LA": ("Los Angeles", "洛杉矶"),
    "CN-GD-SZ": ("Shenzhen", "深圳"),
    "CN-FJ-XM": ("Xiamen", "厦门"),
}
# code, English, Chinese
_STATES = """
US-AL Alabama 亚拉巴马州|US-AK Alaska 阿拉斯加州|US-AZ Arizona 亚利桑那州|US-AR Arkansas 阿肯色州
US-CA California 加利福尼亚州|US-CO Colorado 科罗拉多州|US-CT Connecticut 康涅狄格州
US-DE Delaware 特拉华州|US-DC District of Columbia 哥伦比亚特区|US-FL Florida 佛罗里达州
US-GA Georgia 佐治亚州|US-HI Hawaii 夏威夷州|US-ID Idaho 爱达荷州|US-IL Illinois 伊利诺伊州
US-IN Indiana 印第安纳州|US-IA Iowa 艾奥瓦州|US-KS Kansas 堪萨斯州|US-KY Kentucky 肯塔基州
US-LA Louisiana 路易斯安那州|US-ME Maine 缅因州|US-MD Maryland 马里兰州
US-MA Massachusetts 马萨诸塞州|US-MI Michigan 密歇根州|US-MN Minnesota 明尼苏达州
US-MS Mississippi 密西西比州|US-MO Missouri 密苏里州|US-MT Montana 蒙大拿州
US-NE Nebraska 内布拉斯加州|US-NV Nevada 内华达州|US-NH New Hampshire 新罕布什尔州
US-NJ New Jersey 新泽西州|US-NM New Mexico 新墨西哥州|US-NY New York 纽约州
US-NC North Carolina 北卡罗来纳州|US-ND North Dakota 北达科他州|US-OH Ohio 俄亥俄州
US-OK Oklahoma 俄克拉何马州|US-OR Oregon 俄勒冈州|US-PA Pennsylvania 宾夕法尼亚州
US-PR Puerto Rico 波多黎各|US-RI Rhode Island 罗得岛州|US-SC South Carolina 南卡罗来纳州
US-SD South Dakota 南达科他州|US-TN Tennessee 田纳西州|US-TX Texas 得克萨斯州|US-UT Utah 犹他州
US-VT Vermont 佛蒙特州|US-VA Virginia 弗吉尼亚州|US-WA Washington 华盛顿州
US-WV West Virginia 西弗吉尼亚州|US-WI Wisconsin 威斯康星州|US-WY Wyoming 怀俄明州
GB-ENG England 英格兰|GB-WLS Wales 威尔士|GB-SCT Scotland 苏格兰|GB-NIR Northern Ireland 北爱尔兰
AU-NSW New South Wales 新南威尔士州|AU-VIC Victoria 维多利亚州|AU-QLD Queensland 昆士兰州
AU-WA Western Australia 西澳大利亚州|AU-SA South Australia 南澳大利亚州
AU-TAS Tasmania 塔斯马尼亚州|AU-ACT Australian Capital Territory 首都领地
AU-NT Northern Territory 北领地
EU-DE Germany 德国|EU-FR France 法国|EU-ES Spain 西班牙|EU-IT Italy 意大利|EU-NL Netherlands 荷兰
EU-IE Ireland 爱尔兰|EU-BE Belgium 比利时|EU-AT Austria 奥地利|EU-PL Poland 波兰
EU-PT Portugal 葡萄牙|EU-SE Sweden 瑞典|EU-DK Denmark 丹麦|EU-FI Finland 芬兰|EU-GR Greece 希腊
EU-BG Bulgaria 保加利亚|EU-HR Croatia 克罗地亚|EU-CY Cyprus 塞浦路斯|EU-CZ Czechia 捷克
EU-EE Estonia 爱沙尼亚|EU-EL Greece 希腊|EU-HU Hungary 匈牙利|EU-LV Latvia 拉脱维亚
EU-LT Lithuania 立陶宛|EU-LU Luxembourg 卢森堡|EU-MT Malta 马耳他|EU-RO Romania 罗马尼亚
EU-SK Slovakia 斯洛伐克|EU-SI Slovenia 斯洛文尼亚
CN-BJ Beijing 北京|CN-TJ Tianjin 天津|CN-HE Hebei 河北|CN-SX Shanxi 山西|CN-NM Inner Mongolia 内蒙古
CN-LN Liaoning 辽宁|CN-JL Jilin 吉林|CN-HL Heilongjiang 黑龙江|CN-SH Shanghai 上海
CN-JS Jiangsu 江苏|CN-ZJ Zhejiang 浙江|CN-AH Anhui 安徽|CN-FJ Fujian 福建|CN-JX Jiangxi 江西
CN-SD Shandong 山东|CN-HA Henan 河南|CN-HB Hubei 湖北|CN-HN Hunan 湖南|CN-GD Guangdong 广东
CN-GX Guangxi 广西|CN-HI Hainan 海南|CN-CQ Chongqing 重庆|CN-SC Sichuan 四川|CN-GZ Guizhou 贵州
CN-YN Yunnan 云南|CN-XZ Tibet 西藏|CN-SN Shaanxi 陕西|CN-GS Gansu 甘肃|CN-QH Qinghai 青海
CN-NX Ningxia 宁夏|CN-XJ Xinjiang 新疆|CN-HK Hong Kong 香港|CN-MO Macao 澳门|CN-TW Taiwan 台湾
"""


def _read(table: str) -> dict[str, Said]:
    names = {}
    for entry in table.replace("\n", "|").split("|"):
        if entry:
            code, _, rest = entry.partition(" ")
            en, _, zh = rest.rpartition(" ")
            names[code] = (en, zh)
    return names


_NAMES: Mapping[str, Said] = {**_NATIONS, **_read(_STATES), **_CITIES}


def place_name(code: str) -> Said:
    """Name a place by its code; a code that has no name here stands for itself.

    >>> place_name("US-NY-NYC"), place_name("US-TX")
    (('New York City', '纽约市'), ('Texas', '得克萨斯州'))
    """
    return _NAMES.get(code, (code, code))
