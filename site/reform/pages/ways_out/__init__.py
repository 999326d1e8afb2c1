"""How an article leaves the site: as a poster, a PDF, a copy for WeChat, by the API and the aggregators' feed."""
