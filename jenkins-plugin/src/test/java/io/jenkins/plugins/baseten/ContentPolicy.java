package io.jenkins.plugins.baseten;

import static org.assertj.core.api.Assertions.assertThat;

import org.htmlunit.html.DomAttr;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;

/** What the content security policy of Jenkins forbids on a page. */
public final class ContentPolicy {
    private ContentPolicy() {}

    public static void assertNothingInline(HtmlPage page) {
        for (DomElement element : page.getDomElementDescendants()) {
            if (element.getTagName().equals("script") && !element.hasAttribute("src")) {
                assertThat(element.getAttribute("type")).as(element.asXml()).isEqualTo("application/json");
            }
            for (DomAttr attribute : element.getAttributesMap().values()) {
                assertThat(attribute.getName()).as(element.asXml()).doesNotMatch("(?i)on[a-z]+");
            }
        }
    }
}
