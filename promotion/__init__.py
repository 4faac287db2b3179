"""Industrial promotion (khuyến công): projects, money and figures of every province."""
