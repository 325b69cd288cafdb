"""What goes wrong with orders: delays, shortages, damage, disputes, complaints; claims against carriers; plans made for
such cases beforehand (R208–R221, R115)."""
