"""What rural industry makes, by natural region: the trades that the invented projects and establishments belong to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Trade:
    """A trade as it stands in names of establishments, in titles of projects, and the machine it asks for."""

    noun: str
    work: str
    kit: str


def _trades(*lines: str) -> tuple[Trade, ...]:
    return tuple(Trade(*(part.strip() for part in line.split("|"))) for line in lines)


CLUSTERS = Trade("hạ tầng cụm công nghiệp", "đầu tư hạ tầng cụm công nghiệp", "hệ thống hạ tầng kỹ thuật")

_COAST = _trades(
    "sản xuất nước mắm | sản xuất nước mắm truyền thống | hệ thống chiết rót, đóng chai tự động",
    "chế biến thủy sản | chế biến thủy sản đông lạnh | tủ cấp đông băng chuyền",
    "chế biến gỗ | sản xuất đồ gỗ ngoài trời | máy bào bốn mặt và máy chà nhám thùng",
    "dệt chiếu cói | sản xuất chiếu cói | máy dệt chiếu cói",
    "chế tác đá mỹ nghệ | chế tác đá mỹ nghệ | máy cắt, khắc đá CNC",
    "chế biến yến sào | chế biến yến sào | hệ thống sấy lạnh tổ yến",
    "sản xuất bún khô | sản xuất bún khô | dây chuyền ép đùn, sấy bún liên hoàn",
    "ép dầu lạc | ép dầu lạc | dây chuyền ép, lọc dầu thực vật",
    "chế tác trầm hương | chế tác trầm hương | máy tiện, khắc trầm CNC",
    "may mặc | may trang phục xuất khẩu | máy trải và cắt vải tự động",
    "sản xuất bánh tráng | sản xuất bánh tráng | dây chuyền tráng, sấy bánh tự động",
    "chế biến mực khô | chế biến mực khô, cá khô | máy sấy bơm nhiệt",
)
_HIGHLANDS = _trades(
    "rang xay cà phê | rang xay cà phê | máy rang và dây chuyền đóng gói cà phê",
    "chế biến hồ tiêu | chế biến hồ tiêu | máy tách màu và hệ thống tiệt trùng bằng hơi nước",
    "chế biến mắc ca | chế biến hạt mắc ca | máy sấy và máy tách vỏ hạt",
    "chế biến chè ô long | chế biến chè ô long | máy vò, máy sấy chè liên hoàn",
    "dệt thổ cẩm | dệt thổ cẩm | khung dệt cải tiến",
    "sấy trái cây | chế biến trái cây sấy | máy sấy thăng hoa",
    "chế biến ca cao | chế biến ca cao | máy nghiền bi và máy ép bơ ca cao",
    "tinh chế mật ong | tinh chế mật ong | hệ thống hạ thủy phần mật ong",
    "chế biến dược liệu | chế biến dược liệu | hệ thống chiết xuất, cô đặc chân không",
    "sản xuất gạch không nung | sản xuất gạch không nung | máy ép gạch thủy lực tự động",
    "chế biến tinh bột sắn | chế biến tinh bột sắn | hệ thống ly tâm tách bột",
)

TRADES: dict[str, tuple[Trade, ...]] = {
    "RRD": _trades(
        "may mặc | may trang phục xuất khẩu | hệ thống máy cắt vải tự động",
        "mây tre đan | sản xuất hàng mây tre đan | máy chẻ nan và buồng sấy nguyên liệu",
        "gốm sứ | sản xuất gốm sứ mỹ nghệ | lò nung gas tiết kiệm năng lượng",
        "mộc dân dụng | sản xuất đồ gỗ nội thất | máy chạm khắc gỗ CNC",
        "cơ khí chính xác | gia công cơ khí chính xác | trung tâm gia công CNC",
        "sản xuất đồ nhựa | sản xuất sản phẩm nhựa kỹ thuật | máy ép phun nhựa dùng động cơ servo",
        "sản xuất bánh đa nem | sản xuất bánh đa nem | dây chuyền tráng, sấy bánh liên hoàn",
        "dệt lụa | dệt lụa tơ tằm | máy dệt kiếm",
        "đúc đồng | đúc đồng mỹ nghệ | lò nấu đồng trung tần",
        "sản xuất giày da | sản xuất giày dép da | máy may lập trình",
        "sản xuất bao bì | sản xuất bao bì các-tông | máy in flexo nhiều màu",
        "sơn mài | sản xuất hàng sơn mài | máy phun sơn và buồng ủ sơn",
        "sản xuất linh kiện điện tử | sản xuất linh kiện điện tử | máy dán linh kiện bề mặt",
        "chế biến nấm | chế biến nấm và rau củ | hệ thống sấy lạnh",
    ),
    "NMM": _trades(
        "chế biến chè | sản xuất chè xanh chất lượng cao | máy sao chè dùng gas và máy tách màu",
        "sản xuất ván ép | sản xuất ván ép từ gỗ rừng trồng | dây chuyền bóc, ép ván",
        "sản xuất miến dong | sản xuất miến dong | dây chuyền tráng, sấy miến",
        "chưng cất tinh dầu quế | sản xuất tinh dầu quế | nồi chưng cất dùng hơi nước",
        "chế biến dược liệu | chế biến dược liệu | hệ thống sấy lạnh",
        "chế biến măng | chế biến măng | nồi thanh trùng và máy đóng gói hút chân không",
        "dệt thổ cẩm | dệt thổ cẩm | khung dệt cải tiến",
        "sản xuất gạch không nung | sản xuất gạch không nung | máy ép gạch thủy lực tự động",
        "xay xát gạo | xay xát gạo đặc sản | máy đánh bóng và máy tách màu gạo",
        "sấy hoa quả | chế biến hoa quả sấy dẻo | máy sấy bơm nhiệt",
        "sản xuất mì gạo | sản xuất mì gạo | dây chuyền ép đùn, sấy mì",
        "rèn nông cụ | rèn, chế tạo nông cụ | búa máy và lò tôi cao tần",
    ),
    "NCC": _COAST,
    "NC": _COAST,
    "CH": _HIGHLANDS,
    "SCH": (*_COAST[:6], *_HIGHLANDS),
    "SE": _trades(
        "chế biến hạt điều | chế biến hạt điều | máy phân loại màu hạt điều",
        "chế biến gỗ | sản xuất đồ gỗ xuất khẩu | máy khoan CNC nhiều đầu",
        "gốm sứ | sản xuất gốm sứ mỹ nghệ | lò nung gas tiết kiệm năng lượng",
        "sơn mài | sản xuất hàng sơn mài | máy phun sơn và buồng ủ sơn",
        "cơ khí chính xác | gia công cơ khí chính xác | máy phay CNC",
        "sản xuất cao su kỹ thuật | sản xuất sản phẩm cao su kỹ thuật | máy lưu hóa điều khiển tự động",
        "sản xuất đồ nhựa | sản xuất sản phẩm nhựa kỹ thuật | máy ép phun nhựa dùng động cơ servo",
        "sản xuất bao bì | sản xuất bao bì giấy | máy in flexo nhiều màu",
        "sản xuất bánh tráng | sản xuất bánh tráng phơi sương | dây chuyền tráng bánh liên hoàn",
        "sản xuất muối ớt | sản xuất muối ớt, muối tôm | hệ thống rang, trộn và đóng gói tự động",
        "sản xuất linh kiện điện tử | sản xuất linh kiện điện tử | máy dán linh kiện bề mặt",
        "may mặc | may trang phục xuất khẩu | máy trải và cắt vải tự động",
    ),
    "MRD": _trades(
        "xay xát gạo | xay xát, lau bóng gạo | máy lau bóng và máy tách màu gạo",
        "chế biến dừa | chế biến sản phẩm từ dừa | dây chuyền ép, lọc dầu dừa",
        "chế biến cá khô | chế biến cá khô | máy sấy bơm nhiệt",
        "chế biến tôm | chế biến tôm đông lạnh | tủ cấp đông băng chuyền",
        "sản xuất nước mắm | sản xuất nước mắm truyền thống | hệ thống chiết rót, đóng chai tự động",
        "sấy trái cây | chế biến trái cây sấy | máy sấy thăng hoa",
        "đan lục bình | đan hàng thủ công từ lục bình | máy cán và buồng sấy lục bình",
        "làm bánh pía | sản xuất bánh pía | máy chia bột, định hình bánh",
        "nấu đường thốt nốt | sản xuất đường thốt nốt | nồi cô đặc dùng hơi nước",
        "làm mắm | chế biến mắm cá đồng | máy trộn và máy đóng gói tự động",
        "cơ khí nông nghiệp | chế tạo máy nông nghiệp | máy cắt laser và máy hàn tự động",
        "may mặc | may trang phục xuất khẩu | máy trải và cắt vải tự động",
        "dệt chiếu lác | sản xuất chiếu lác | máy dệt chiếu",
    ),
}
