<?xml version="1.0" encoding="UTF-8"?>
<!-- Of a CycloneDX list of parts a line for each that is not enginebench's own: group:artifact:version, then its licences. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:parts="http://cyclonedx.org/schema/bom/1.6">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:template match="/">
    <xsl:for-each select="/parts:bom/parts:components/parts:component[parts:group != 'io.enginebench']">
      <xsl:value-of select="concat(parts:group, ':', parts:name, ':', parts:version, ' ')"/>
      <xsl:for-each select="parts:licenses//parts:id | parts:licenses//parts:name | parts:licenses/parts:expression">
        <xsl:value-of select="concat(' ', .)"/>
        <xsl:if test="position() != last()">;</xsl:if>
      </xsl:for-each>
      <xsl:text>&#10;</xsl:text>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
