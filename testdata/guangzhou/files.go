package guangzhou

// UnitCount is how many units the city assesses.
const UnitCount = 33

// ConfigurationFile returns one file of the demo city's configuration, such as
// units.yaml.
func ConfigurationFile(name string) ([]byte, error) {
	return workspace.ReadFile("workspace/" + name)
}
