"""What branches send is taken here: checked, merged, settled, written, and answered for once and for all."""
