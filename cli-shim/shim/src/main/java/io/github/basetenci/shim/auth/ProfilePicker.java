package io.github.basetenci.shim.auth;

import io.github.basetenci.auth.Profiles;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.Questions;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.text.Neutralizer;
import java.util.List;

/** Lets a person on a terminal choose one of the stored profiles, by its number or its name. */
final class ProfilePicker {
  private final Questions questions;

  ProfilePicker(Questions questions) {
    this.questions = questions;
  }

  /**
   * The name of the chosen profile.
   *
   * @param profiles one or more
   */
  String pick(List<Profiles.Entry> profiles) throws CommandException, UsageException {
    StringBuilder list = new StringBuilder();
    String current = "";
    for (int i = 0; i < profiles.size(); i++) {
      Profiles.Entry entry = profiles.get(i);
      String number = String.valueOf(i + 1);
      list.append(number).append(") ").append(Neutralizer.line(entry.name())).append("  ");
      list.append(Neutralizer.line(String.valueOf(entry.remoteUrl())));
      list.append(entry.current() ? "  (current)\n" : "\n");
      current = entry.current() ? number : current;
    }
    return questions.ask(list + "Switch to", current, answer -> chosen(answer, profiles));
  }

  private static String chosen(String answer, List<Profiles.Entry> profiles) throws UsageException {
    for (int i = 0; i < profiles.size(); i++) {
      String name = profiles.get(i).name();
      if (answer.equals(String.valueOf(i + 1)) || answer.equals(name)) {
        return name;
      }
    }
    throw new UsageException("type a number from 1 to " + profiles.size() + ", or a name");
  }
}
