curl -H "Authorization: token ghp_{+}uB1Bjtf6XSkx40jylkEQf96Svi9DXG284qHb" https://api.github.com/user
curl -H "Authorization: token ghp_{+}uB1Bjtf6XSkx40jylkEQf96Svi9DXG284qHb" https://api.github.com/user # ghp_{+}uB1Bjtf6XSkx40jylkEQf96Svi9DXG284qHb
