"""What keeps a server up and tells how it fares: who may come in, what is logged and measured, what is alive."""
