package io.github.basetenci.shim.job;

import io.github.basetenci.api.InvalidRemoteUrlException;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.ephemeral.EphemeralName;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;
import java.net.URI;
import java.util.Optional;

/**
 * What a login saves for its logout about a key, before the key is minted. The record holds no key.
 * Steps between login and logout can change variables and files. So the logout sends the minting
 * key only to the saved address, and checks that the trusted certificate authorities are still
 * those of the login.
 *
 * @param name the key's name
 * @param address the address of the management API that mints the key
 * @param trusted see {@link io.github.basetenci.shim.command.Network#trusted}
 * @param made whether the server has said that it minted the key
 */
public record EphemeralRecord(EphemeralName name, URI address, String trusted, boolean made) {

  EphemeralRecord whenMade() {
    return new EphemeralRecord(name, address, trusted, true);
  }

  public JsonObject toJson() {
    return JsonObject.EMPTY
        .with("name", name.name())
        .with("address", address.toString())
        .with("trusted", trusted)
        .with("made", new JsonBoolean(made));
  }

  /** Reads the text that {@link #toJson} gave; empty for any other text. */
  public static Optional<EphemeralRecord> parse(String text) {
    try {
      return Json.parse(text) instanceof JsonObject object ? of(object) : Optional.empty();
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  static Optional<EphemeralRecord> of(JsonObject object) {
    String text = object.string("name");
    String address = object.string("address");
    String trusted = object.string("trusted");
    if (text == null || address == null || trusted == null) {
      return Optional.empty();
    }
    boolean made = object.get("made") instanceof JsonBoolean flag && flag.value();
    try {
      URI checked = RemoteUrl.managementOverride(address);
      return EphemeralName.parse(text)
          .map(name -> new EphemeralRecord(name, checked, trusted, made));
    } catch (InvalidRemoteUrlException e) {
      return Optional.empty();
    }
  }
}
