// EarshotCommands
