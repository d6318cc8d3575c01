/*
 * A real Neo4j for the tests, in one process: `java -cp 'lib/*' EmbeddedNeo4j.java <home> <settings file>`.
 * It prints `ready <port>` when Bolt answers, and ends when its standard input does, so that it never outlives the run.
 */
import java.nio.file.Path;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.ConnectorPortRegister;
import org.neo4j.configuration.connectors.ConnectorType;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.kernel.internal.GraphDatabaseAPI;

public final class EmbeddedNeo4j {
  public static void main(String[] args) throws Exception {
    var service =
        new DatabaseManagementServiceBuilder(Path.of(args[0])).loadPropertiesFromFile(Path.of(args[1])).build();
    var system = (GraphDatabaseAPI) service.database(GraphDatabaseSettings.SYSTEM_DATABASE_NAME);
    var ports = system.getDependencyResolver().resolveDependency(ConnectorPortRegister.class);
    System.out.println("ready " + ports.getLocalAddress(ConnectorType.BOLT).getPort());
    while (System.in.read() >= 0) {}
    // Nobody needs what was in it, and an orderly end takes seconds.
    Runtime.getRuntime().halt(0);
  }
}
