package io.github.basetenci.cli.keyring;

import io.github.basetenci.store.KeyringEntry;
import io.github.basetenci.store.KeyringEntry.Library;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;

/**
 * The Secret Service of Linux, as GNOME Keyring, KWallet and KeePassXC offer it. The entries are
 * those that Python's {@code SecretService} backend and {@code go-keyring} write, in the collection
 * in which each looks. A locked keyring stays locked: a question to the user would stop the
 * command.
 */
final class SecretServiceKeyring implements NativeKeyring {
  private static final String SERVICE = "org.freedesktop.secrets";
  private static final String TYPE = "org.freedesktop.Secret.";
  private static final String PATH = "/org/freedesktop/secrets";
  private static final String LOGIN = PATH + "/collection/login";
  private static final String DEFAULT = PATH + "/aliases/default";
  private static final String NONE = "/";

  private final String address;
  private volatile @Nullable SessionBus bus;
  private @Nullable DBusPath session;

  /**
   * @param address the value of {@code DBUS_SESSION_BUS_ADDRESS}
   */
  SecretServiceKeyring(String address) {
    this.address = address;
  }

  @Override
  public Optional<String> read(KeyringEntry entry) throws KeyringException {
    for (String item : items(entry)) {
      unlock(item);
      Object[] answer = call(item, "Item", "GetSecret", "o", session());
      byte[] value = bytes(((Object[]) answer[0])[2]);
      return Optional.of(new String(value, StandardCharsets.UTF_8));
    }
    return Optional.empty();
  }

  @Override
  public void write(KeyringEntry entry, String text) throws KeyringException {
    String collection = collection(entry);
    if (collection.equals(NONE)) {
      throw KeyringException.failed("the keyring has no default collection");
    }
    unlock(collection);
    boolean python = entry.library() == Library.PYTHON_KEYRING;
    Map<String, String> attributes = new LinkedHashMap<>(attributes(entry));
    if (python) {
      attributes.put("application", "Python keyring library");
      attributes.put("xdg:schema", "org.freedesktop.Secret.Generic");
    }
    Map<String, Variant<?>> properties =
        Map.of(
            TYPE + "Item.Label", new Variant<>(entry.label()),
            TYPE + "Item.Attributes", new Variant<>(attributes, "a{ss}"));
    Object[] secret = {
      session(),
      new byte[0],
      text.getBytes(StandardCharsets.UTF_8),
      python ? "text/plain" : "text/plain; charset=utf8"
    };
    Object[] answer =
        call(collection, "Collection", "CreateItem", "a{sv}(oayays)b", properties, secret, true);
    refusePrompt(answer[1]);
  }

  @Override
  public void delete(KeyringEntry entry) throws KeyringException {
    for (String item : items(entry)) {
      refusePrompt(call(item, "Item", "Delete", null)[0]);
    }
  }

  @Override
  public void close() {
    SessionBus present = bus;
    if (present != null) {
      present.close();
    }
  }

  private List<String> items(KeyringEntry entry) throws KeyringException {
    String collection = collection(entry);
    if (collection.equals(NONE)) {
      return List.of();
    }
    unlock(collection);
    Object[] found = call(collection, "Collection", "SearchItems", "a{ss}", attributes(entry));
    return ((Collection<?>) found[0]).stream().map(SecretServiceKeyring::path).toList();
  }

  private static Map<String, String> attributes(KeyringEntry entry) {
    return Map.of("username", entry.account(), "service", entry.service());
  }

  /** The collection in which the library looks; {@link #NONE} if there is none. */
  private String collection(KeyringEntry entry) throws KeyringException {
    if (entry.library() == Library.PYTHON_KEYRING) {
      return path(call(PATH, "Service", "ReadAlias", "s", "default")[0]);
    }
    Object[] answer =
        bus()
            .call(
                SERVICE,
                PATH,
                "org.freedesktop.DBus.Properties",
                "Get",
                "ss",
                TYPE + "Service",
                "Collections");
    Object value = answer[0] instanceof Variant<?> variant ? variant.getValue() : answer[0];
    boolean login =
        value instanceof Collection<?> paths
            && paths.stream().map(SecretServiceKeyring::path).anyMatch(LOGIN::equals);
    return login ? LOGIN : DEFAULT;
  }

  /** Unlocks what can be unlocked without a question. */
  private void unlock(String path) throws KeyringException {
    Object[] answer =
        call(PATH, "Service", "Unlock", "ao", (Object) new DBusPath[] {new DBusPath(path)});
    refusePrompt(answer[1]);
  }

  /** The service made a question, which is shown to the user only if it is called. */
  private void refusePrompt(Object prompt) throws KeyringException {
    String path = path(prompt);
    if (!path.equals(NONE)) {
      try {
        call(path, "Prompt", "Dismiss", null);
      } catch (KeyringException e) {
        // The service forgets the question when the connection ends.
      }
      throw KeyringException.locked();
    }
  }

  /** A session without encryption, as go-keyring opens it: the bus is a socket of this user. */
  private DBusPath session() throws KeyringException {
    DBusPath present = session;
    if (present == null) {
      Object[] answer = call(PATH, "Service", "OpenSession", "sv", "plain", new Variant<>(""));
      present = new DBusPath(path(answer[1]));
      session = present;
    }
    return present;
  }

  private Object[] call(
      String path, String type, String method, @Nullable String signature, Object... arguments)
      throws KeyringException {
    return bus().call(SERVICE, path, TYPE + type, method, signature, arguments);
  }

  private SessionBus bus() throws KeyringException {
    SessionBus present = bus;
    if (present == null) {
      present = SessionBus.connect(address);
      bus = present;
    }
    return present;
  }

  private static String path(Object value) {
    return value instanceof DBusPath path ? path.getPath() : String.valueOf(value);
  }

  private static byte[] bytes(Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    List<?> list = value instanceof List<?> items ? items : List.of((Object[]) value);
    byte[] bytes = new byte[list.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (Byte) list.get(i);
    }
    return bytes;
  }
}
