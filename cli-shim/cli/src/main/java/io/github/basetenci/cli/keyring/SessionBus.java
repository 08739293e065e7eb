package io.github.basetenci.cli.keyring;

import java.io.IOException;
import java.util.Arrays;
import org.freedesktop.dbus.connections.transports.AbstractTransport;
import org.freedesktop.dbus.connections.transports.TransportBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MethodCall;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the D-Bus session bus for one call after the other. It has no thread of its own,
 * which the library's own connection has.
 */
final class SessionBus {
  private static final String BUS = "org.freedesktop.DBus";

  private final AbstractTransport transport;

  private SessionBus(AbstractTransport transport) {
    this.transport = transport;
  }

  /**
   * Connects.
   *
   * @param address the value of {@code DBUS_SESSION_BUS_ADDRESS}
   */
  static SessionBus connect(String address) throws KeyringException {
    try {
      AbstractTransport transport = TransportBuilder.create(address.split(";", -1)[0]).build();
      transport.connect();
      SessionBus bus = new SessionBus(transport);
      bus.call(BUS, "/org/freedesktop/DBus", BUS, "Hello", null);
      return bus;
    } catch (IOException | DBusException | RuntimeException e) {
      throw KeyringException.failed("the session bus cannot be reached");
    }
  }

  /**
   * Calls a method, and waits for its answer.
   *
   * @param signature the types of the arguments in D-Bus's notation, or null without arguments
   * @throws KeyringException if the answer is an error
   */
  Object[] call(
      String service,
      String path,
      String type,
      String method,
      @Nullable String signature,
      Object... arguments)
      throws KeyringException {
    try {
      MethodCall call =
          transport
              .getMessageFactory()
              .createMethodCall(null, service, path, type, method, (byte) 0, signature, arguments);
      transport.writeMessage(call);
      while (true) {
        Message answer = transport.readMessage();
        if (answer != null && answer.getReplySerial() == call.getSerial()) {
          if (answer instanceof org.freedesktop.dbus.messages.Error error) {
            throw failure(error.getName());
          }
          Object[] values = answer.getParameters();
          return values == null ? new Object[0] : Arrays.copyOf(values, values.length);
        }
      }
    } catch (IOException | DBusException | RuntimeException e) {
      throw KeyringException.failed("the connection to the keyring broke");
    }
  }

  /** Ends the connection, also for a call that waits for its answer. */
  void close() {
    try {
      transport.close();
    } catch (IOException | RuntimeException e) {
      // The connection ends with the process.
    }
  }

  private static KeyringException failure(String error) {
    String name = error.substring(error.lastIndexOf('.') + 1);
    return switch (name) {
      case "IsLocked" -> KeyringException.locked();
      case "ServiceUnknown", "NameHasNoOwner" ->
          KeyringException.failed("no keyring is on the session bus");
      default ->
          KeyringException.failed(
              name.matches("[A-Za-z]{1,40}")
                  ? "the keyring answered " + name
                  : "the keyring answered an error");
    };
  }
}
