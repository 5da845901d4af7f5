package dev.zoetrope.kernel.magic;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * What the body of {@code %%maven} asks for: coordinates, one a line, or elements of a pom.
 *
 * @param coordinates of libraries
 * @param boms of poms that manage versions
 */
record PastedPom(List<String> coordinates, List<String> boms) {
  static PastedPom read(String body) {
    if (body.strip().startsWith("<")) {
      return elements(body);
    }
    List<String> lines =
        body.lines()
            .map(line -> line.replaceFirst("(^|\\s)(//|#).*", "").strip())
            .flatMap(line -> Stream.of(line.split("[\\s,;]+")))
            .filter(word -> !word.isEmpty())
            .toList();
    return new PastedPom(lines, List.of());
  }

  private static PastedPom elements(String body) {
    List<String> coordinates = new ArrayList<>();
    List<String> boms = new ArrayList<>();
    NodeList found = parse(body).getElementsByTagName("dependency");
    for (int i = 0; i < found.getLength(); i++) {
      Element dependency = (Element) found.item(i);
      boolean isBom = text(dependency, "scope").equals("import");
      (isBom ? boms : coordinates).add(coordinate(dependency, isBom));
    }
    return new PastedPom(coordinates, boms);
  }

  private static Element parse(String body) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      String whole = "<all>" + body.strip().replaceFirst("^<\\?xml.*?\\?>", "") + "</all>";
      return builder.parse(new InputSource(new StringReader(whole))).getDocumentElement();
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new MagicException("This is no XML: " + e.getMessage(), "", e);
    }
  }

  private static String coordinate(Element dependency, boolean isBom) {
    String name = text(dependency, "groupId") + ":" + text(dependency, "artifactId");
    String version = text(dependency, "version");
    String classifier = text(dependency, "classifier");
    if (version.contains("${")) {
      throw new MagicException(
          name + " has the version " + version + ", which only its own pom can tell.",
          "Write the version itself.");
    }
    if (isBom || classifier.isEmpty()) {
      return version.isEmpty() ? name : name + ":" + version;
    }
    return name + ":jar:" + classifier + ":" + version;
  }

  private static String text(Element parent, String name) {
    for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeName().equals(name)) {
        return node.getTextContent().strip();
      }
    }
    return "";
  }
}
