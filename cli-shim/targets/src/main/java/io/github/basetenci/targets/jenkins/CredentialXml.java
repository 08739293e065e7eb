package io.github.basetenci.targets.jenkins;

import io.github.basetenci.text.Neutralizer;
import java.io.StringReader;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A credential in the form of its {@code config.xml}. Jenkins shows {@code <secret-redacted/>}
 * instead of each secret. A secret that is sent back in this form is lost, so every unknown form is
 * refused.
 *
 * <p>Jenkins writes this page in ISO-8859-1 without saying so, and writes a question mark for each
 * character that this charset lacks. The description is therefore taken from the JSON page.
 */
final class CredentialXml {
  /** The types of credentials with one secret text: Baseten API key and Secret text. */
  private static final Set<String> TYPES =
      Set.of(
          "io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl",
          "org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl");

  private static final Pattern SECRET =
      Pattern.compile("<secret>\\s*(<secret-redacted\\s*/>|[^<]*)\\s*</secret>");
  private static final Pattern DESCRIPTION =
      Pattern.compile("<description>[^<]*</description>|<description\\s*/>");
  private static final Pattern UNFAITHFUL = Pattern.compile("[?\\x{FFFD}]|[^\\x00-\\x7f]");

  private final String xml;
  private final String id;

  private CredentialXml(String xml, String id) {
    this.xml = xml;
    this.id = id;
  }

  /**
   * @param id the id that the credential must have
   * @throws JenkinsException if the credential is not of a known type, has another id, or does not
   *     have exactly one secret
   */
  static CredentialXml read(String xml, String id) throws JenkinsException {
    Shape shape = shape(xml, id);
    if (!TYPES.contains(shape.type)) {
      throw new JenkinsException(
          "the credential %s is of the type %s; only \"Baseten API key\" and \"Secret text\" can be written"
              .formatted(id, Neutralizer.line(shape.type)));
    }
    if (!shape.id.equals(id)) {
      throw new JenkinsException(
          "Jenkins shows the credential %s in the place of %s"
              .formatted(Neutralizer.line(shape.id), id));
    }
    if (shape.secrets != 1 || shape.redacted > 1 || count(SECRET, xml) != 1) {
      throw new JenkinsException("the credential " + id + " does not have exactly one secret");
    }
    return new CredentialXml(xml, id);
  }

  /**
   * This credential with another secret.
   *
   * @param description the description from the JSON page
   * @throws JenkinsException if another part of the credential would change
   */
  String with(String secret, String description) throws JenkinsException {
    String withoutText = DESCRIPTION.matcher(xml).replaceAll("");
    if (count(DESCRIPTION, xml) > 1 || UNFAITHFUL.matcher(withoutText).find()) {
      throw new JenkinsException(
          "Jenkins does not show the credential "
              + id
              + " faithfully: it holds a character outside ASCII, or a question"
              + " mark, other than in its description; put the key there by hand");
    }
    String described =
        DESCRIPTION
            .matcher(xml)
            .replaceFirst(
                Matcher.quoteReplacement("<description>" + text(description) + "</description>"));
    return SECRET
        .matcher(described)
        .replaceFirst(Matcher.quoteReplacement("<secret>" + text(secret) + "</secret>"));
  }

  private static int count(Pattern pattern, String text) {
    return (int) pattern.matcher(text).results().count();
  }

  private static String text(String value) {
    return value
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\r", "&#13;");
  }

  private static Shape shape(String xml, String id) throws JenkinsException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
      Shape shape = new Shape();
      int depth = 0;
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            String name = reader.getLocalName();
            shape.meet(++depth, name);
            if (depth == 2 && name.equals("id")) {
              shape.id = reader.getElementText();
              depth--;
            }
          }
          case XMLStreamConstants.END_ELEMENT -> depth--;
          default -> {}
        }
      }
      return shape;
    } catch (XMLStreamException e) {
      throw new JenkinsException(
          "Jenkins does not show the credential "
              + id
              + " there; give an API token, and the address of the credential's page",
          e);
    }
  }

  /** The facts about the XML elements that are needed here. */
  private static final class Shape {
    private String type = "";
    private String id = "";
    private int secrets;
    private int redacted;

    void meet(int depth, String name) {
      if (depth == 1) {
        type = name;
      }
      if (depth == 2 && name.equals("secret")) {
        secrets++;
      }
      if (name.equals("secret-redacted")) {
        redacted++;
      }
    }
  }
}
