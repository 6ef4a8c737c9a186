a = "ghp_{+}WC66Jr9DMt3TXyVl3ocSBiFEdTPENq1xeaPI"  # stanch:allow github-* -- sample for the manual
# stanch:allow github-pat-classic -- sample for the manual
b = "ghp_{+}I4km24a8Eibv9wBQdr7HFMZD9jN27S36TTmL"
c = "ghp_{+}2CpZ2Q19UViuYYKTXicdpc76Lbe4sN1q4ETx"  # gitleaks:allow
d = "ghp_{+}Z07xwqzZGP7j4ZGRCgk95TIBBnhqEG0VNDx0"  # pragma: allowlist secret
# pragma: allowlist nextline secret
e = "ghp_{+}0PCrwucSchKo67EWkv2GDPrHi3uWyG0mWLLK"
f = "ghp_{+}Z6FjkaGM493MV7t6Vl5G65QmY4d03S3PRTu8"  # stanch:allow aws-access-key-id -- another rule
g = "ghp_{+}ygG10pqMsKz2rPfQLpOURXv0o48ODn2KEEvv"  # stanch:allow github-pat-classic
h = "ghp_{+}LQPhuf3FpurSxpOZ568DNFwUUaL9dK0xZBo1 stanch:allow github-pat-classic -- in a string"
