package io.github.basetenci.action;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonObject;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Both stages in one process, while the image is built: the JVM keeps the classes that it loads
 * here in the form that it maps when the action runs.
 */
public final class Rehearsal {
  private Rehearsal() {}

  /**
   * @param args the file of {@code GITHUB_STATE}
   */
  public static void main(String[] args) throws IOException, JsonParseException {
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    int login = new LoginStage(Main.job(System.getenv(), out)).run();
    // The runner's own form: a name and a delimiter, the value, the delimiter.
    String state = Files.readString(Path.of(args[0])).lines().skip(1).findFirst().orElse("");
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("STATE_" + SavedLogin.STATE, state);
    int logout = new LogoutStage(Main.job(environment, out)).run();
    boolean complete = Json.parse(state) instanceof JsonObject;
    System.exit(complete ? login + logout : 1);
  }
}
