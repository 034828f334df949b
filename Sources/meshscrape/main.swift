print("meshscrape")
