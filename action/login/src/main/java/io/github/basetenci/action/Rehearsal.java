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
 * Runs both stages in one process while the image is built. The JVM archives the classes that it
 * loads in this run, and maps the archive when the action runs.
 */
public final class Rehearsal {
  private Rehearsal() {}

  /**
   * @param args the file of {@code GITHUB_STATE}
   */
  public static void main(String[] args) throws IOException, JsonParseException {
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    int login = new LoginStage(Main.job(System.getenv(), out), Main.tls()).run();
    // The format of the file: a line with a name and a delimiter, the value, the delimiter.
    String state = Files.readString(Path.of(args[0])).lines().skip(1).findFirst().orElse("");
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("STATE_" + SavedLogin.STATE, state);
    int logout = new LogoutStage(Main.job(environment, out), Main.tls()).run();
    boolean complete = Json.parse(state) instanceof JsonObject;
    System.exit(complete ? login + logout : 1);
  }
}
