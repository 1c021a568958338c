"""The steps by which databases grow. A step imports nothing of ours and spells its tables out (STYLE M2)."""
