"""Field service desk: requests, coverage verdicts, tickets, work orders, offline branches and a centre."""
