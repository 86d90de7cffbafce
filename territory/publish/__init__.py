"""What a folder for any web server holds: pages, maps and data, with no Python behind them."""
